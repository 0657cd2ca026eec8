// Commands that are understood: the specification's own texts, every field's range, what may be left out.
#include <gtest/gtest.h>

#include "protocol/limits.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

using testing::decoded;

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// The commands as the specification prints them, line breaks and all.
TEST(Decode, TakesTheSpecificationsExamples) {
  EXPECT_EQ(decoded(R"({
  "type": "play",
  "party_id": "party-uuid",
  "timestamp": 1735660800
})"),
            "play");
  EXPECT_EQ(decoded(R"({
  "type": "pause",
  "party_id": "party-uuid",
  "timestamp": 1735660800
})"),
            "pause");
  EXPECT_EQ(decoded(R"({
  "type": "seek",
  "party_id": "party-uuid",
  "position": 120,
  "timestamp": 1735660800
})"),
            "seek 120000ms");
  EXPECT_EQ(decoded(R"({
  "type": "skip",
  "party_id": "party-uuid",
  "clip_id": "new-clip-uuid",
  "timestamp": 1735660800
})"),
            "skip new-clip-uuid");
  EXPECT_EQ(decoded(R"({
  "type": "sync-request",
  "party_id": "party-uuid",
  "timestamp": 1735660800
})"),
            "sync-request at -");
}

struct Row {
  std::string text;
  std::string expected;
};

class Accepted : public ::testing::TestWithParam<Row> {};

TEST_P(Accepted, IsUnderstood) {
  EXPECT_EQ(decoded(GetParam().text), GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Playback, Accepted,
    ::testing::Values(Row{R"({"type":"play"})", "play"}, Row{R"({"type":"pause"})", "pause"},
                      Row{R"({"type":"seek","position":0})", "seek 0ms"},
                      Row{R"({"type":"seek","position":-0.0})", "seek 0ms"},
                      Row{R"({"type":"seek","position":90.25})", "seek 90250ms"},
                      Row{R"({"type":"seek","position":0.0004})", "seek 0ms"},
                      Row{R"({"type":"seek","position":1.2e2})", "seek 120000ms"},
                      Row{R"({"type":"seek","position":1,"resume":true})", "seek 1000ms resuming"},
                      Row{R"({"type":"seek","position":1,"resume":false})", "seek 1000ms pausing"},
                      Row{R"({"type":"seek","position":1,"resume":null})", "seek 1000ms"},
                      Row{R"({"type":"set-rate","rate":0.25})", "rate 0.25"},
                      Row{R"({"type":"set-rate","rate":3})", "rate 3"}, Row{R"({"type":"undo"})", "undo"},
                      Row{R"({"type":"seek","position":1000000})", "seek 1000000000ms"},
                      Row{R"({"type":"skip","clip_id":"a"})", "skip a"},
                      Row{R"({"type":"skip","clip_id":")" + repeated("é", 128) + R"("})", "skip " + repeated("é", 128)},
                      Row{R"({"type":"skip","clip_id":"urn:x/y?z=1 2"})", "skip urn:x/y?z=1 2"}));

INSTANTIATE_TEST_SUITE_P(
    Social, Accepted,
    ::testing::Values(
        Row{R"({"type":"chat","message":"hello"})", "chat hello"},
        Row{R"({"type":"chat","message":"two\nlines\tand a tab"})", "chat two\nlines\tand a tab"},
        Row{R"({"type":"chat","message":"\u00e9\ud83c\udfac"})", "chat é🎬"},
        Row{R"({"type":"chat","message":")" + repeated("🎬", 1000) + R"("})", "chat " + repeated("🎬", 1000)},
        Row{R"({"type":"reaction","emoji":"🔥","video_timestamp":120.5})", "reaction 🔥x1 at 120500ms"},
        Row{R"({"type":"reaction","emoji":"🔥"})", "reaction 🔥x1 at -"},
        Row{R"({"type":"reaction","emoji":"🔥","video_timestamp":null})", "reaction 🔥x1 at -"},
        Row{R"({"type":"reaction","emoji":"👨‍👩‍👧‍👦"})", "reaction 👨‍👩‍👧‍👦x1 at -"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":100}]})", "reactions 🔥x100 at -"},
        Row{R"({"type":"reactions","reactions":[{"emoji":"🔥","count":1},{"emoji":"👏","count":2.0}],"video_timestamp":3})",
            "reactions 🔥x1 👏x2 at 3000ms"},
        Row{R"({"type":"typing","is_typing":true})", "typing"},
        Row{R"({"type":"typing","is_typing":false})", "not typing"}));

INSTANTIATE_TEST_SUITE_P(
    Connection, Accepted,
    ::testing::Values(
        Row{R"({"type":"sync-request"})", "sync-request at -"},
        Row{R"({"type":"sync-request","position":12})", "sync-request at 12000ms"},
        Row{R"({"type":"sync-request","position":12,"position_ms":12345.6})", "sync-request at 12346ms"},
        Row{R"({"type":"sync-request","position":null,"position_ms":null})", "sync-request at -"},
        Row{R"({"type":"report","position_ms":1500})", "report at 1500ms ready rtt -"},
        Row{R"({"type":"report","position_ms":1500,"playing":true,"buffering":true,"ready":false,"rtt_ms":40})",
            "report at 1500ms playing buffering rtt 40ms"},
        Row{R"({"type":"report","position_ms":1500,"server_time_ms":1735660800499.5})",
            "report at 1500ms ready rtt - sampled 1735660800500"},
        Row{R"({"type":"report","position_ms":1500,"server_time_ms":null})", "report at 1500ms ready rtt -"},
        Row{R"({"type":"report","position_ms":0,"playing":null,"buffering":null,"ready":null,"rtt_ms":null})",
            "report at 0ms ready rtt -"},
        Row{R"({"type":"time-sync","t0":1735660800123.25})", "time-sync 1735660800123.25"},
        Row{R"({"type":"time-sync","t0":-5})", "time-sync -5"},
        Row{R"({"type":"authenticate","token":"aaa.bbb.ccc"})", "authenticate aaa.bbb.ccc"},
        Row{R"({"type":"leave"})", "leave"}));

INSTANTIATE_TEST_SUITE_P(Management, Accepted,
                         ::testing::Values(Row{R"({"type":"end"})", "end"},
                                           Row{R"({"type":"promote","user_id":"u"})", "role u co-host"},
                                           Row{R"({"type":"demote","user_id":"u"})", "role u viewer"},
                                           Row{R"({"type":"hand-over","user_id":"u"})", "role u host"},
                                           Row{R"({"type":"kick","user_id":"u"})", "kick u"},
                                           Row{R"({"type":"lift-kick","user_id":"u"})", "lift u"}));

INSTANTIATE_TEST_SUITE_P(Anything, Accepted,
                         ::testing::Values(Row{R"({"type":"play","party_id":null})", "play"},
                                           Row{R"({"type":"play","timestamp":"whenever"})", "play"},
                                           Row{R"({"type":"play","later_addition":{"of":["any","kind"]}})", "play"},
                                           Row{"  \r\n\t{\"type\" : \"play\"}\n ", "play"},
                                           Row{R"({"type":"play","a":[[[[[[1]]]]]]})", "play"}));

TEST(Decode, NamesTheTypeForMetrics) {
  const auto result = decode_command(R"({"type":"hand-over","user_id":"u"})", testing::party_id);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value().type, "hand-over");
}

/// The owner gives chat messages their ids; a client can't choose one.
TEST(Decode, LeavesTheMessageIdToTheServer) {
  const auto result = decode_command(R"({"type":"chat","message":"hello","id":"mine"})", testing::party_id);
  ASSERT_TRUE(result);
  const auto& command = std::get<party::Command>(result.value().message);
  EXPECT_TRUE(std::get<party::Chat>(command).id.empty());
}

}  // namespace
}  // namespace matinee::protocol
