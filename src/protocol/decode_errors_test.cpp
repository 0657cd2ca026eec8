// Commands that are refused, each with the sentence its sender reads.
#include <gtest/gtest.h>

#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

using testing::decoded;

struct Row {
  std::string text;
  std::string detail;
};

class Refused : public ::testing::TestWithParam<Row> {};

TEST_P(Refused, WithTheReason) {
  EXPECT_EQ(decoded(GetParam().text), "error: " + GetParam().detail) << GetParam().text;
}

constexpr const char* rate = R"(set-rate: "rate" must be a number from 0.25 to 3)";
constexpr const char* position = R"(seek: "position" must be a number from 0 to 1000000)";
constexpr const char* clip_id = R"(skip: "clip_id" must be a string of 1 to 128 printable characters)";
constexpr const char* t0 = R"(time-sync: "t0" must be a number from -9007199254740992 to 9007199254740992)";

INSTANTIATE_TEST_SUITE_P(
    Playback, Refused,
    ::testing::Values(
        Row{R"({"type":"seek"})", R"(seek: "position" is missing)"},
        Row{R"({"type":"seek","position":null})", position}, Row{R"({"type":"seek","position":"120"})", position},
        Row{R"({"type":"seek","position":true})", position}, Row{R"({"type":"seek","position":[120]})", position},
        Row{R"({"type":"seek","position":-0.001})", position},
        Row{R"({"type":"seek","position":-9223372036854775808})", position},
        Row{R"({"type":"seek","position":1000000.001})", position},
        Row{R"({"type":"seek","position":18446744073709551615})", position},
        Row{R"({"type":"seek","position":99999999999999999999999999})", position},
        Row{R"({"type":"seek","position":1e308})", position},
        Row{R"({"type":"seek","position":1,"resume":1})", R"(seek: "resume" must be true or false)"},
        Row{R"({"type":"set-rate"})", R"(set-rate: "rate" is missing)"}, Row{R"({"type":"set-rate","rate":"2"})", rate},
        Row{R"({"type":"set-rate","rate":0.24})", rate}, Row{R"({"type":"set-rate","rate":3.01})", rate},
        Row{R"({"type":"set-rate","rate":0})", rate}, Row{R"({"type":"skip"})", R"(skip: "clip_id" is missing)"},
        Row{R"({"type":"skip","clip_id":null})", clip_id}, Row{R"({"type":"skip","clip_id":7})", clip_id},
        Row{R"({"type":"skip","clip_id":""})", clip_id}, Row{R"({"type":"skip","clip_id":"  "})", clip_id},
        Row{R"({"type":"skip","clip_id":"a\u0000b"})", clip_id}, Row{R"({"type":"skip","clip_id":"a\nb"})", clip_id},
        Row{R"({"type":"skip","clip_id":")" + std::string(129, 'x') + R"("})", clip_id}));

constexpr const char* video_timestamp = R"(reaction: "video_timestamp" must be a number from 0 to 1000000)";
constexpr const char* batch = R"(reactions: "reactions" must be a list of 1 to 30 entries)";
constexpr const char* count_range = R"(reactions: "reactions"[0]: "count" must be a number from 1 to 100)";

std::string batch_of(std::size_t entries) {
  std::string list;
  for (std::size_t i = 0; i < entries; ++i) list += (i > 0 ? "," : "") + std::string{R"({"emoji":"🔥","count":1})"};
  return R"({"type":"reactions","reactions":[)" + list + "]}";
}

INSTANTIATE_TEST_SUITE_P(
    Social, Refused,
    ::testing::Values(
        Row{R"({"type":"chat"})", R"(chat: "message" is missing)"},
        Row{R"({"type":"chat","message":null})", R"(chat: "message" must be a string)"},
        Row{R"({"type":"chat","message":{"text":"hello"}})", R"(chat: "message" must be a string)"},
        Row{R"({"type":"chat","message":""})", R"(chat: "message" must have 1 to 1000 characters, has 0)"},
        Row{R"({"type":"chat","message":" \u00a0\u200b\u3000\n"})", R"(chat: "message" must not be blank)"},
        Row{R"({"type":"chat","message":"a\u0007b"})", R"(chat: "message" has control characters)"},
        Row{R"({"type":"chat","message":"a\u0085b"})", R"(chat: "message" has control characters)"},
        Row{R"({"type":"chat","message":")" + std::string(1001, 'x') + R"("})",
            R"(chat: "message" must have 1 to 1000 characters, has 1001)"},
        Row{R"({"type":"reaction","video_timestamp":1})", R"(reaction: "emoji" is missing)"},
        Row{R"({"type":"reaction","emoji":1})", R"(reaction: "emoji" must be a string)"},
        Row{R"({"type":"reaction","emoji":""})", R"(reaction: "emoji" must have 1 to 32 characters, has 0)"},
        Row{R"({"type":"reaction","emoji":")" + std::string(33, '+') + R"("})",
            R"(reaction: "emoji" must have 1 to 32 characters, has 33)"},
        Row{R"({"type":"reaction","emoji":"+"})",
            R"(reaction: "emoji" must be one emoji, such as 🔥, 👍🏽 or 🇫🇷)"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥🔥","count":1}]})",
            R"(reactions: "reactions"[0]: "emoji" must be one emoji, such as 🔥, 👍🏽 or 🇫🇷)"},
        Row{R"({"type":"chat","message":"hi","reply_to":5})",
            R"(chat: "reply_to" must be a string of 1 to 128 printable characters)"},
        Row{R"({"type":"chat","message":"hi","mentions":"ann"})",
            R"(chat: "mentions" must be a list of 0 to 20 entries)"},
        Row{R"({"type":"chat","message":"hi","mentions":[5]})",
            R"(chat: "mentions" must be a list of identifiers, each a string of 1 to 128 printable characters)"},
        Row{R"({"type":"edit-message","message":"hi"})", R"(edit-message: "message_id" is missing)"},
        Row{R"({"type":"report-message","message_id":"m","reason":5})", R"(report-message: "reason" must be a string)"},
        Row{R"({"type":"mute","user_id":"u","duration_ms":999})",
            R"(mute: "duration_ms" must be a number from 1000 to 2592000000)"},
        Row{R"({"type":"settings","chat":"nobody"})", R"(settings: "chat" must be "everyone" or "hosts")"},
        Row{R"({"type":"settings","slow_mode_ms":3600001})",
            R"(settings: "slow_mode_ms" must be a number from 0 to 3600000)"},
        Row{R"({"type":"reaction","emoji":"+\n"})", R"(reaction: "emoji" has control characters)"},
        Row{R"({"type":"reaction","emoji":"🔥","video_timestamp":"1"})", video_timestamp},
        Row{R"({"type":"reaction","emoji":"🔥","video_timestamp":-1})", video_timestamp},
        Row{R"({"type":"reactions"})", R"(reactions: "reactions" is missing)"},
        Row{R"({"type":"reactions","reactions":{}})", batch}, Row{R"({"type":"reactions","reactions":[]})", batch},
        Row{batch_of(31), batch},
        Row{R"({"type":"reactions","reactions":["+"]})",
            R"(reactions: "reactions"[0] must be an object {"emoji", "count"})"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":1},{"count":1}]})",
            R"(reactions: "reactions"[1]: "emoji" is missing)"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥"}]})", R"(reactions: "reactions"[0]: "count" is missing)"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":0}]})", count_range},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":101}]})", count_range},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":"2"}]})", count_range},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":1.5}]})",
            R"(reactions: "reactions"[0]: "count" must be a whole number)"},
        Row{R"({"type":"typing"})", R"(typing: "is_typing" is missing)"},
        Row{R"({"type":"typing","is_typing":null})", R"(typing: "is_typing" must be true or false)"},
        Row{R"({"type":"typing","is_typing":"true"})", R"(typing: "is_typing" must be true or false)"},
        Row{R"({"type":"typing","is_typing":1})", R"(typing: "is_typing" must be true or false)"}));

constexpr const char* start_time =
    R"(schedule-start: give one of "in_ms", 1000 to 86400000, and "at_ms", a server time)";
constexpr const char* countdown = R"(ready-check: "countdown_ms" must be a number from 0 to 60000)";
constexpr const char* control = R"(settings: "control_by" must be "host", "hosts" or "everyone")";
constexpr const char* waiting = R"(settings: "waiting" must be "off", "host", "quorum" or "everyone")";

INSTANTIATE_TEST_SUITE_P(
    Lobby, Refused,
    ::testing::Values(Row{R"({"type":"ready-check","countdown_ms":-1})", countdown},
                      Row{R"({"type":"ready-check","countdown_ms":60001})", countdown},
                      Row{R"({"type":"ready-check","countdown_ms":"5"})", countdown},
                      Row{R"({"type":"ready-check","countdown_ms":1.5})",
                          R"(ready-check: "countdown_ms" must be a whole number)"},
                      Row{R"({"type":"ready"})", R"(ready: "is_ready" is missing)"},
                      Row{R"({"type":"ready","is_ready":1})", R"(ready: "is_ready" must be true or false)"},
                      Row{R"({"type":"ignore-wait"})", R"(ignore-wait: "ignore" is missing)"},
                      Row{R"({"type":"ignore-wait","ignore":null})", R"(ignore-wait: "ignore" must be true or false)"},
                      Row{R"({"type":"schedule-start"})", start_time},
                      Row{R"({"type":"schedule-start","in_ms":null,"at_ms":null})", start_time},
                      Row{R"({"type":"schedule-start","in_ms":5000,"at_ms":5000})", start_time},
                      Row{R"({"type":"schedule-start","in_ms":999})",
                          R"(schedule-start: "in_ms" must be a number from 1000 to 86400000)"},
                      Row{R"({"type":"schedule-start","at_ms":-1})",
                          R"(schedule-start: "at_ms" must be a number from 0 to 9007199254740992)"},
                      Row{R"({"type":"settings","waiting":"all"})", waiting},
                      Row{R"({"type":"settings","waiting":""})", waiting},
                      Row{R"({"type":"settings","waiting":1})", R"(settings: "waiting" must be a string)"},
                      Row{R"({"type":"settings","resume_after_seek":"no"})",
                          R"(settings: "resume_after_seek" must be true or false)"},
                      Row{R"({"type":"settings","control_by":"viewers"})", control},
                      Row{R"({"type":"settings","control_by":2})", R"(settings: "control_by" must be a string)"},
                      Row{R"({"type":"settings","locked":1})", R"(settings: "locked" must be true or false)"}));

INSTANTIATE_TEST_SUITE_P(
    Connection, Refused,
    ::testing::Values(
        Row{R"({"type":"sync-request","position":"12"})",
            R"(sync-request: "position" must be a number from 0 to 1000000)"},
        Row{R"({"type":"sync-request","position_ms":-1})",
            R"(sync-request: "position_ms" must be a number from 0 to 1000000000)"},
        Row{R"({"type":"report"})", R"(report: "position_ms" is missing)"},
        Row{R"({"type":"report","position_ms":null})",
            R"(report: "position_ms" must be a number from 0 to 1000000000)"},
        Row{R"({"type":"report","position_ms":0,"playing":1})", R"(report: "playing" must be true or false)"},
        Row{R"({"type":"report","position_ms":0,"buffering":"no"})", R"(report: "buffering" must be true or false)"},
        Row{R"({"type":"report","position_ms":0,"ready":[]})", R"(report: "ready" must be true or false)"},
        Row{R"({"type":"report","position_ms":0,"server_time_ms":-1})",
            R"(report: "server_time_ms" must be a number from 0 to 9007199254740992)"},
        Row{R"({"type":"report","position_ms":0,"rtt_ms":-1})",
            R"(report: "rtt_ms" must be a number from 0 to 3600000)"},
        Row{R"({"type":"time-sync"})", R"(time-sync: "t0" is missing)"}, Row{R"({"type":"time-sync","t0":"now"})", t0},
        Row{R"({"type":"time-sync","t0":1e16})", t0},
        Row{R"({"type":"authenticate"})", R"(authenticate: "token" is missing)"},
        Row{R"({"type":"authenticate","token":7})", R"(authenticate: "token" must be a string)"},
        Row{R"({"type":"authenticate","token":""})", R"(authenticate: "token" must have 1 to 8192 characters, has 0)"},
        Row{R"({"type":"authenticate","token":")" + std::string(8193, 'x') + R"("})",
            R"(authenticate: "token" must have 1 to 8192 characters, has 8193)"}));

constexpr const char* one_of = R"(queue-add: give one of "clip_id" and "playlist_id")";
constexpr const char* length = R"(queue-add: "duration_ms" must be a number from 1 to 172800000)";
constexpr const char* loop = R"(queue-loop: "loop" must be "off", "one" or "all")";

INSTANTIATE_TEST_SUITE_P(
    Queue, Refused,
    ::testing::Values(Row{R"({"type":"queue-add"})", one_of},
                      Row{R"({"type":"queue-add","clip_id":"a","playlist_id":"b"})", one_of},
                      Row{R"({"type":"queue-add","clip_id":7})", R"(queue-add: "clip_id" must be a string)"},
                      Row{R"({"type":"queue-add","clip_id":"a","duration_ms":0})", length},
                      Row{R"({"type":"queue-add","clip_id":"a","duration_ms":172800001})", length},
                      Row{R"({"type":"queue-add","clip_id":"a","duration_ms":1.5})",
                          R"(queue-add: "duration_ms" must be a whole number)"},
                      Row{R"({"type":"queue-add","clip_id":"a","title":" "})",
                          R"(queue-add: "title" must not be blank)"},
                      Row{R"({"type":"queue-move"})", R"(queue-move: "item_id" is missing)"},
                      Row{R"({"type":"queue-remove","item_id":null})",
                          R"(queue-remove: "item_id" must be a string of 1 to 128 printable characters)"},
                      Row{R"({"type":"queue-loop"})", loop}, Row{R"({"type":"queue-loop","loop":"twice"})", loop},
                      Row{R"({"type":"vote-skip","skip":1})", R"(vote-skip: "skip" must be true or false)"}));

class NeedsUser : public ::testing::TestWithParam<const char*> {};

TEST_P(NeedsUser, ByItsId) {
  const std::string type = GetParam();
  const std::string head = R"({"type":")" + type + '"';
  const std::string wrong = "error: " + type + R"(: "user_id" must be a string of 1 to 128 printable characters)";
  EXPECT_EQ(decoded(head + "}"), "error: " + type + R"(: "user_id" is missing)");
  EXPECT_EQ(decoded(head + R"(,"user_id":null})"), wrong);
  EXPECT_EQ(decoded(head + R"(,"user_id":7})"), wrong);
  EXPECT_EQ(decoded(head + R"(,"user_id":""})"), wrong);
  EXPECT_EQ(decoded(head + R"(,"user_id":")" + std::string(129, 'u') + "\"}"), wrong);
}
INSTANTIATE_TEST_SUITE_P(Management, NeedsUser,
                         ::testing::Values("promote", "demote", "hand-over", "kick", "lift-kick", "admit",
                                           "decline"));

constexpr const char* other_party = R"("party_id" is not this connection's party)";
constexpr const char* typeless = R"("type" is missing or not a string)";
constexpr const char* no_object = R"(a command is a JSON object with a "type")";
const std::string known =
    "; known are play, pause, seek, skip, set-rate, undo, ready-check, ready-check-cancel, ready, schedule-start, "
    "cancel-start, settings, ignore-wait, ask-control, sync-request, chat, edit-message, delete-message, "
    "report-message, mute, unmute, reaction, reactions, typing, report, time-sync, "
    "authenticate, leave, end, promote, demote, hand-over, kick, lift-kick, admit, decline, reclaim, queue-add, queue-move, queue-remove, "
    "queue-clear, queue-play, queue-shuffle, queue-loop, vote-skip";

/// The first defect of the original: authorised on the connection's party, applied to the one in the body.
INSTANTIATE_TEST_SUITE_P(AnotherPartyIsNeverActedOn, Refused,
                         ::testing::Values(Row{R"({"type":"play","party_id":"other"})", other_party},
                                           Row{R"({"type":"play","party_id":""})", other_party},
                                           Row{R"({"type":"play","party_id":"PARTY-UUID"})", other_party},
                                           Row{R"({"type":"end","party_id":"party-uuid "})", other_party},
                                           Row{R"({"type":"play","party_id":7})",
                                               R"("party_id" must be a string, this connection's party, or left out)"},
                                           Row{R"({"type":"play","party_id":"other","party_id":"party-uuid"})",
                                               R"("party_id" appears twice in one object, again at byte 43)"}));

INSTANTIATE_TEST_SUITE_P(Type, Refused,
                         ::testing::Values(Row{"{}", typeless}, Row{R"({"Type":"play"})", typeless},
                                           Row{R"({"type":null})", typeless}, Row{R"({"type":7})", typeless},
                                           Row{R"({"type":["play"]})", typeless}, Row{"[]", no_object},
                                           Row{R"("play")", no_object}, Row{"null", no_object}, Row{"7", no_object},
                                           Row{R"([{"type":"play"}])", no_object},
                                           Row{R"({"type":"rewind"})", R"(unknown type "rewind")" + known},
                                           Row{R"({"type":"Play"})", R"(unknown type "Play")" + known},
                                           Row{R"({"type":""})", R"(unknown type "")" + known},
                                           Row{R"({"type":"sync"})", R"(unknown type "sync")" + known},
                                           Row{R"({"type":")" + std::string(40, 'x') + "\"}",
                                               "unknown type \"" + std::string(40, 'x') + "\"" + known},
                                           Row{R"({"type":")" + std::string(41, 'x') + "\"}", "unknown type" + known}));

/// Nothing of a token comes back, however wrong it is.
TEST(DecodeErrors, NeverRepeatAToken) {
  const std::string secret = "SECRET";
  for (const std::string text :
       {R"({"type":"authenticate","token":"SECRET\n"})", R"({"type":"authenticate","token":["SECRET"]})",
        R"({"type":"authenticate","token":"SECRET)", R"({"type":"authenticate","token":"SECRET"} x)"}) {
    const std::string answer = decoded(text);
    EXPECT_EQ(answer.rfind("error: ", 0), 0U) << answer;
    EXPECT_EQ(answer.find(secret), std::string::npos) << answer;
  }
}

TEST(DecodeErrors, StayShortAndReadable) {
  const std::string big(16'000, 'k');
  const std::string cut = std::string(60, 'k') + "éééééé";
  for (const std::string& text : {R"({"type":")" + big + "\"}", R"({")" + big + R"(":1,")" + big + R"(":1})",
                                  R"({")" + cut + R"(":1,")" + cut + R"(":1})", big}) {
    const auto result = decode_command(text, testing::party_id);
    ASSERT_FALSE(result);
    EXPECT_LT(result.error().detail.size(), 2048U);
    EXPECT_TRUE(testing::is_sendable(result.error().detail));
  }
}

}  // namespace
}  // namespace matinee::protocol
