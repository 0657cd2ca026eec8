// Rates, resuming seeks, undo, who did what, and what players report, as the members of a party see them.
#include <gtest/gtest.h>

#include <string>

#include "engine/two_members_test_support.hpp"

namespace matinee::engine {
namespace {

using testing::RecordingSession;

class EnginePlaybackTest : public testing::TwoMembers {
 protected:
  using TwoMembers::TwoMembers;

  /// How many drifts were measured from reports.
  std::string drifts_measured() {
    const std::string text = harness.metrics().exposition();
    const std::string series = "matinee_client_drift_seconds_count{source=\"report\"} ";
    const std::size_t at = text.find(series) + series.size();
    return text.substr(at, text.find('\n', at) - at);
  }
  std::string report(std::int64_t position_ms, ServerTime sampled_at, const char* more = "") const {
    return R"({"type":"report","position_ms":)" + std::to_string(position_ms) + R"(,"server_time_ms":)" +
           std::to_string(to_unix_ms(sampled_at)) + more + "}";
  }
};

TEST_F(EnginePlaybackTest, ARateIsToldTypedThenFullAndOutlivesARestart) {
  harness.say(ann, R"({"type":"play"})");
  harness.advance(Millis{10'000});
  bob.clear();
  harness.say(ann, R"({"type":"set-rate","rate":1.5})");
  EXPECT_EQ(bob.types(), "rate,sync");
  const auto rate = bob.expect("rate");
  EXPECT_EQ(rate.at("rate"), 1.5);
  EXPECT_EQ(rate.at("position_ms"), 10'000);
  EXPECT_EQ(bob.expect("sync").at("revision"), rate.at("revision"));
  harness.advance(Millis{10'000});
  harness.restart();
  const auto after = harness.details(party, "ann").value();
  EXPECT_EQ(party::position_at(after.stamp.playback, after.now), Millis{25'000});
}

TEST_F(EnginePlaybackTest, AResumingSeekSaysWhenItGoesOn) {
  harness.say(ann, R"({"type":"play"})");
  bob.clear();
  harness.say(ann, R"({"type":"seek","position":60,"resume":true})");
  for (const char* type : {"seek", "sync"}) {
    const auto event = bob.expect(type);
    EXPECT_TRUE(event.at("is_playing").as_bool()) << type;
    EXPECT_EQ(event.at("position_ms"), 60'000) << type;
    EXPECT_EQ(event.at("effective_at_ms").as_int64(), to_unix_ms(harness.clock().now()) + 400) << type;
  }
}

TEST_F(EnginePlaybackTest, AnUndoIsToldAndASecondOneIsARedo) {
  harness.say(ann, R"({"type":"seek","position":600})");
  bob.clear();
  harness.say(ann, R"({"type":"undo"})");
  EXPECT_EQ(bob.types(), "undo,sync");
  const auto undo = bob.expect("undo");
  EXPECT_EQ(undo.at("undone").as_string(), "seek");
  EXPECT_EQ(undo.at("position_ms"), 0);
  EXPECT_EQ(undo.at("from_ms"), 600'000);
  harness.say(ann, R"({"type":"undo"})");
  EXPECT_EQ(bob.expect("undo").at("position_ms"), 600'000);
}

TEST_F(EnginePlaybackTest, NothingToUndoIsAConflictAndNobodyElseHears) {
  harness.say(ann, R"({"type":"undo"})");
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "CONFLICT");
  EXPECT_EQ(bob.types(), "");
  harness.say(bob, R"({"type":"undo"})", 1);
  EXPECT_EQ(bob.types(), "") << "a viewer's playback command";
}

/// The length was still being looked up when the next skip came, and was of no use then.
TEST_F(EnginePlaybackTest, AnUndoneSkipFindsTheLengthOfItsClip) {
  ClipId clip;
  harness.engine().shard(0).create_clip({UserId{"ann"}, "Short", "/media/short.mp4", Millis{5'000}},
                                        [&clip](const auto& created) { clip = created.value().id; });
  harness.settle();
  harness.push(ann, R"({"type":"skip","clip_id":")" + clip.str() + R"("})");
  harness.push(ann, R"({"type":"skip","clip_id":"another"})");
  harness.settle();
  harness.say(ann, R"({"type":"undo"})");
  harness.advance(Millis{60'000});
  const auto after = harness.details(party, "ann").value();
  EXPECT_EQ(after.stamp.playback.clip, clip);
  EXPECT_EQ(party::position_at(after.stamp.playback, after.now), Millis{5'000});
}

TEST_F(EnginePlaybackTest, EveryChangeNamesItsAuthor) {
  harness.say(ann, R"({"type":"promote","user_id":"bob"})");
  EXPECT_EQ(bob.expect("role-changed").at("by").at("user_id").as_string(), "ann");
  for (const char* text :
       {R"({"type":"play"})", R"({"type":"seek","position":5})", R"({"type":"set-rate","rate":2})"}) {
    ann.clear();
    harness.say(bob, text, 1);
    ASSERT_FALSE(ann.events().empty()) << text;
    EXPECT_EQ(ann.events().front().at("by").at("user_id").as_string(), "bob") << text;
  }
  harness.say(ann, R"({"type":"kick","user_id":"bob"})");
  const auto left = ann.expect("participant-left");
  EXPECT_EQ(left.at("reason").as_string(), "kicked");
  EXPECT_EQ(left.at("by").at("user_id").as_string(), "ann");
}

TEST_F(EnginePlaybackTest, NobodyMadeTheHostLeaveNorGaveTheRole) {
  ASSERT_TRUE(harness.command(party, "ann", party::Leave{}));
  EXPECT_TRUE(bob.expect("participant-left").at("by").is_null());
  EXPECT_TRUE(bob.expect("role-changed").at("by").is_null());
}

TEST_F(EnginePlaybackTest, ReportsShowInTheListAndFeedTheDrift) {
  harness.say(ann, R"({"type":"play"})");
  harness.advance(Millis{10'000});
  harness.say(bob, report(9'700, harness.clock().now() - Millis{200}, R"(,"playing":true,"buffering":true,"rtt_ms":38.5)"), 1);
  const auto roster = harness.participants(party, "ann");
  ASSERT_EQ(roster.size(), 2U);
  EXPECT_TRUE(roster[1].status.buffering);
  EXPECT_EQ(roster[1].drift, Millis{-100});
  EXPECT_EQ(roster[1].round_trip, Millis{39});
  EXPECT_EQ(roster[0].drift, std::nullopt);
  EXPECT_EQ(drifts_measured(), "1");
}

TEST_F(EnginePlaybackTest, AReportOvertakenByASeekMeasuresNothing) {
  const ServerTime before = harness.clock().now();
  harness.advance(Millis{50});
  harness.say(ann, R"({"type":"seek","position":600})");
  harness.say(bob, report(0, before), 1);
  EXPECT_EQ(harness.participants(party, "ann")[1].drift, std::nullopt);
  EXPECT_EQ(drifts_measured(), "0");
}

TEST_F(EnginePlaybackTest, AStatusIsToldWhenItChangesAndNotWithEveryReport) {
  harness.say(bob, report(0, harness.clock().now()), 1);
  EXPECT_EQ(ann.types(), "");
  harness.say(bob, report(0, harness.clock().now(), R"(,"buffering":true,"ready":false)"), 1);
  EXPECT_EQ(ann.types(), "participant-status");
  const auto status = ann.expect("participant-status");
  EXPECT_EQ(status.at("user_id").as_string(), "bob");
  EXPECT_TRUE(status.at("buffering").as_bool());
  EXPECT_FALSE(status.at("ready").as_bool());
  harness.say(bob, report(0, harness.clock().now(), R"(,"buffering":true,"ready":false)"), 1);
  EXPECT_EQ(ann.types(), "");
}

class EnginePlaybackInLargePartyTest : public EnginePlaybackTest {
 protected:
  EnginePlaybackInLargePartyTest() : EnginePlaybackTest(one_at_most()) {}

  static Options one_at_most() {
    Options options;
    options.party.status_broadcast_max = 1;
    return options;
  }
};

TEST_F(EnginePlaybackInLargePartyTest, AStatusIsInTheListAlone) {
  harness.say(bob, report(0, harness.clock().now(), R"(,"buffering":true)"), 1);
  EXPECT_EQ(ann.types(), "");
  EXPECT_EQ(bob.types(), "");
  EXPECT_TRUE(harness.participants(party, "ann")[1].status.buffering);
}

}  // namespace
}  // namespace matinee::engine
