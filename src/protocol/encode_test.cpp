// Details of events that a golden can't show: rounding, times that move, absent values, odd text.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "protocol/event.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using party::testing::start;

class Encoded : public ::testing::Test {
 protected:
  json::object sync() const { return json::parse(encode_sync({party, stamp, now})).as_object(); }

  PartyId party{"party-uuid"};
  Stamp stamp = [] {
    Stamp fresh;
    fresh.playback.at = start;
    return fresh;
  }();
  ServerTime now = start;
};

TEST_F(Encoded, PositionAndTimeAreOfTheSameInstantAndFloored) {
  stamp.playback.playing = true;
  stamp.playback.position = 1'400ms;
  now = start + 2'599ms;
  const json::object event = sync();
  EXPECT_EQ(event.at("position_ms"), 3'999);
  EXPECT_EQ(event.at("position"), 3);
  EXPECT_EQ(event.at("server_time_ms"), 1'735'660'802'599);
  EXPECT_EQ(event.at("server_timestamp"), 1'735'660'802);
}

TEST_F(Encoded, ThePositionStopsAtTheClipsEnd) {
  stamp.playback.playing = true;
  stamp.playback.clip_length = 10s;
  now = start + 1h;
  EXPECT_EQ(sync().at("position_ms"), 10'000);
}

TEST_F(Encoded, NothingPlayedYetIsNull) {
  const json::object event = sync();
  EXPECT_TRUE(event.at("clip_id").is_null());
  EXPECT_EQ(event.at("position"), 0);
  EXPECT_EQ(event.at("is_playing"), false);
}

/// A client that only gets the sync, because the play before it was merged into it, starts on the same frame.
TEST_F(Encoded, EveryStateSaysWhenItMoves) {
  stamp.playback.playing = true;
  stamp.playback.at = now + 150ms;
  const EventContext context{party, stamp, now};
  for (const std::string& text :
       {encode_sync(context), encode_playback(context, {}), encode_sync_answer(context, {})}) {
    const auto event = json::parse(text);
    EXPECT_EQ(event.at("effective_at_ms"), 1'735'660'800'150) << text;
    EXPECT_EQ(event.at("position_ms"), 0) << text;
  }
  stamp.playback.playing = false;
  EXPECT_TRUE(sync().at("effective_at_ms").is_null());
}

TEST_F(Encoded, RevisionAndEpochAreTheStamps) {
  stamp.revision = 18'446'744'073'709'551'615U;
  stamp.epoch = 3;
  EXPECT_EQ(sync().at("revision"), 18'446'744'073'709'551'615U);
  EXPECT_EQ(sync().at("epoch"), 3);
}

/// Who did it and where the film was; the server itself is nobody.
TEST_F(Encoded, AChangeNamesItsAuthor) {
  party::PlaybackChanged changed;
  changed.change = party::PlaybackChange::seek;
  changed.by = party::Person{UserId{"ann"}, "Ann"};
  changed.from = 12'345ms;
  const auto seek = json::parse(encode_playback({party, stamp, now}, changed));
  EXPECT_EQ(seek.at("by"), json::parse(R"({"user_id":"ann","display_name":"Ann"})"));
  EXPECT_EQ(seek.at("from_ms"), 12'345);
  EXPECT_FALSE(seek.as_object().contains("undone"));

  changed.change = party::PlaybackChange::pause;
  changed.by.reset();
  const auto pause = json::parse(encode_playback({party, stamp, now}, changed));
  EXPECT_TRUE(pause.at("by").is_null());
  EXPECT_FALSE(pause.as_object().contains("from_ms"));
}

TEST_F(Encoded, AnUndoSaysWhatItTookBack) {
  party::PlaybackChanged changed;
  changed.change = party::PlaybackChange::undo;
  changed.undone = party::PlaybackChange::skip;
  const auto undo = json::parse(encode_playback({party, stamp, now}, changed));
  EXPECT_EQ(undo.at("type").as_string(), "undo");
  EXPECT_EQ(undo.at("undone").as_string(), "skip");
  EXPECT_EQ(undo.at("from_ms"), 0);
}

TEST_F(Encoded, ParticipantsSayWhatTheirPlayersDo) {
  ParticipantView silent;
  ParticipantView reporting;
  reporting.status = {true, false};
  reporting.drift = -40ms;
  reporting.round_trip = 250ms;
  const ParticipantView people[] = {silent, reporting};
  const auto list = json::parse(encode_participants(people, 2, std::nullopt)).at("participants").as_array();
  EXPECT_EQ(list.at(0).at("buffering"), false);
  EXPECT_EQ(list.at(0).at("ready"), true) << "nobody waits for a client that never reports";
  EXPECT_TRUE(list.at(0).at("drift_ms").is_null());
  EXPECT_TRUE(list.at(0).at("rtt_ms").is_null());
  EXPECT_EQ(list.at(1).at("buffering"), true);
  EXPECT_EQ(list.at(1).at("ready"), false);
  EXPECT_EQ(list.at(1).at("drift_ms"), -40);
  EXPECT_EQ(list.at(1).at("rtt_ms"), 250);
  const auto answer = json::parse(encode_sync_answer({party, stamp, now}, {party::Role::host, people, 2, {}, {}}));
  EXPECT_EQ(answer.at("participants").as_array(), list) << "over HTTP and over the socket";
}

TEST_F(Encoded, TheRateIsWholeWhereItCanBe) {
  EXPECT_NE(encode_sync({party, stamp, now}).find("\"rate\":1,"), std::string::npos);
  stamp.playback.rate = 1.25;
  EXPECT_NE(encode_sync({party, stamp, now}).find("\"rate\":1.25,"), std::string::npos) << "without an exponent";
}

/// The client compares t0 with its own clock: it comes back as it went.
TEST_F(Encoded, TimeSyncReturnsTheClientsTimeUntouched) {
  for (const double t0 : {0.0, -5.5, 1735660800123.25, 0.1, 9'007'199'254'740'991.0, 12'345'678.000001}) {
    const auto event = json::parse(encode_time_sync({party, stamp, now}, t0, 1.0, 2.0));
    EXPECT_EQ(event.at("t0").to_number<double>(), t0);
  }
}

TEST_F(Encoded, WholeMillisecondsHaveNoFraction) {
  const std::string text = encode_time_sync({party, stamp, now}, 1735660800123.0, 1735660800499.0, 1735660800500.0);
  EXPECT_NE(text.find(R"("t0":1735660800123,"t1":1735660800499,"t2":1735660800500)"), std::string::npos) << text;
}

TEST_F(Encoded, TextIsEscapedWhereItMustBe) {
  const party::ChatPosted chat{MessageId{"m"}, UserId{"u"}, "\"quoted\"\n\\ <b> 🎬", now};
  const auto event = json::parse(encode_chat({party, stamp, now}, chat, {"A \"name\"", std::nullopt}));
  EXPECT_EQ(event.at("chat_message").at("message").as_string(), "\"quoted\"\n\\ <b> 🎬");
  EXPECT_EQ(event.at("chat_message").at("display_name").as_string(), "A \"name\"");
  EXPECT_TRUE(event.at("chat_message").at("avatar_url").is_null());
}

TEST_F(Encoded, AnErrorSaysWhenToTryAgainOnlyIfThatHelps) {
  const auto lasting = json::parse(encode_error({party, stamp, now}, {ErrorCode::conflict, "no", 0ms}));
  EXPECT_FALSE(lasting.as_object().contains("retry_after_ms"));
  const auto passing = json::parse(encode_error({party, stamp, now}, {ErrorCode::overloaded, "later", 1'500ms}));
  EXPECT_EQ(passing.at("retry_after_ms"), 1'500);
  EXPECT_EQ(passing.at("code").as_string(), "OVERLOADED");
}

TEST_F(Encoded, AnEventIsOneLine) {
  const party::ChatPosted chat{MessageId{"m"}, UserId{"u"}, "two\nlines", now};
  EXPECT_EQ(encode_chat({party, stamp, now}, chat, {}).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace matinee::protocol
