// A party that waits, checks who is ready and starts by itself, as its sessions see it: what is told, when, and what is
// still true after a restart or a failed write.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/engine_harness.hpp"
#include "storage/memory_store.hpp"

namespace matinee::engine {
namespace {

using testing::Harness;
using testing::RecordingSession;

constexpr const char* ready = R"({"type":"report","position_ms":0,"playing":true})";
constexpr const char* stalled = R"({"type":"report","position_ms":0,"playing":true,"buffering":true})";

/// Ann hosts; Bob and Cat are viewers; all are connected, and their players report.
class WaitingEngineTest : public ::testing::Test {
 protected:
  WaitingEngineTest() : view(harness.create("ann")), party(view.id) {
    for (const char* user : {"bob", "cat"}) EXPECT_TRUE(harness.join(user, view.invite_code));
    attach_all();
    harness.say(ann, R"({"type":"skip","clip_id":"clip"})");
    everyone_reports();
    clear();
  }

  void attach_all() {
    EXPECT_TRUE(harness.attach(ann, "ann", party, 0));
    EXPECT_TRUE(harness.attach(bob, "bob", party, 1));
    EXPECT_TRUE(harness.attach(cat, "cat", party, 0));
  }
  void everyone_reports() {
    harness.say(ann, ready);
    harness.say(bob, ready, 1);
    harness.say(cat, ready);
  }
  void wait_for_everyone() {
    harness.say(ann, R"({"type":"settings","waiting":"everyone"})");
    clear();
  }
  void heal() {
    harness.heal_storage();
    for (int i = 0; i < 20; ++i) harness.advance(Millis{100});
  }
  void clear() {
    for (RecordingSession* session : {&ann, &bob, &cat}) session->clear();
  }
  bool exposes(const std::string& line) { return harness.metrics().exposition().find(line) != std::string::npos; }

  Harness harness;
  PartyView view;
  PartyId party;
  RecordingSession ann;
  RecordingSession bob;
  RecordingSession cat;
};

std::string names_in(const boost::json::value& people) {
  std::string names;
  for (const auto& person : people.as_array()) {
    names += (names.empty() ? "" : ",") + std::string{person.at("user_id").as_string()};
  }
  return names;
}

TEST_F(WaitingEngineTest, AStallIsToldOnceWithWhomAndUntilWhen) {
  wait_for_everyone();
  harness.advance(Millis{5'000});
  everyone_reports();
  clear();
  harness.say(bob, stalled, 1);
  for (RecordingSession* session : {&ann, &bob, &cat}) {
    session->refute("participant-left");
    const auto waiting = session->expect("waiting");
    const auto sync = session->expect("sync");
    EXPECT_EQ(waiting.at("revision"), sync.at("revision"));
    EXPECT_EQ(waiting.at("waiting"), sync.at("waiting"));
    EXPECT_FALSE(waiting.at("is_playing").as_bool());
    EXPECT_TRUE(waiting.at("by").is_null());
    EXPECT_EQ(names_in(waiting.at("waiting").at("for")), "bob");
    EXPECT_EQ(waiting.at("waiting").at("until_ms").as_int64(), to_unix_ms(harness.clock().now()) + 10'000);
    EXPECT_TRUE(waiting.at("effective_at_ms").is_null());
  }
  clear();
  harness.say(bob, ready, 1);
  const auto play = cat.expect("play");
  EXPECT_TRUE(play.at("is_playing").as_bool());
  EXPECT_TRUE(play.at("waiting").is_null());
  EXPECT_TRUE(play.at("by").is_null()) << "by itself";
  EXPECT_EQ(play.at("position_ms").as_int64(), 5'000);
}

TEST_F(WaitingEngineTest, ItGoesOnByItselfWhenTheTimeIsOver) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  clear();
  harness.advance(Millis{9'999});
  cat.refute("play");
  harness.advance(Millis{1});
  cat.expect("play");
}

TEST_F(WaitingEngineTest, ThoseWaitedForAreToldAnewUnderTheSameRevision) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  const auto revision = cat.expect("waiting").at("revision");
  clear();
  harness.say(ann, stalled);
  cat.refute("waiting");
  harness.advance(Millis{250});
  const auto again = cat.expect("waiting");
  EXPECT_EQ(again.at("revision"), revision);
  EXPECT_EQ(again.at("waiting").at("count").as_int64(), 2);
  cat.refute("sync");
}

TEST_F(WaitingEngineTest, AManyTimesRepeatedFlickerIsToldFourTimesASecondAtMost) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  clear();
  for (int i = 0; i < 50; ++i) {
    harness.say(ann, stalled);
    harness.say(ann, ready);
    harness.advance(Millis{10});
  }
  std::size_t told = 0;
  for (const auto& event : cat.events()) told += event.at("type").as_string() == "waiting" ? 1 : 0;
  EXPECT_GE(told, 1U);
  EXPECT_LE(told, 3U) << "in half a second";
}

TEST_F(WaitingEngineTest, WithThePolicyOffNothingHolds) {
  harness.say(bob, stalled, 1);
  harness.say(cat, stalled);
  cat.refute("waiting");
  harness.say(ann, R"({"type":"skip","clip_id":"next"})");
  EXPECT_TRUE(cat.expect("skip").at("is_playing").as_bool());
}

TEST_F(WaitingEngineTest, ASkipToldToWaitIsStillToldAsASkip) {
  wait_for_everyone();
  harness.say(ann, R"({"type":"skip","clip_id":"next"})");
  const auto skip = bob.expect("skip");
  EXPECT_EQ(skip.at("clip_id").as_string(), "next");
  EXPECT_FALSE(skip.at("is_playing").as_bool());
  EXPECT_EQ(skip.at("waiting").at("count").as_int64(), 3);
  EXPECT_EQ(skip.at("by").at("user_id").as_string(), "ann");
  bob.refute("waiting");
  clear();
  everyone_reports();
  bob.expect("play");
}

TEST_F(WaitingEngineTest, ANewcomerSeesWhomThePartyWaitsFor) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  ASSERT_TRUE(harness.join("dan", view.invite_code));
  RecordingSession dan;
  ASSERT_TRUE(harness.attach(dan, "dan", party, 1));
  dan.clear();
  harness.say(dan, R"({"type":"sync-request"})", 1);
  const auto answer = dan.expect("sync");
  EXPECT_EQ(names_in(answer.at("waiting").at("for")), "bob");
  EXPECT_EQ(answer.at("settings").at("waiting").as_string(), "everyone");
  EXPECT_TRUE(answer.at("ready_check").is_null());
  EXPECT_TRUE(answer.at("start_at_ms").is_null());
}

TEST_F(WaitingEngineTest, AHoldOfBeforeARestartGoesOnByItself) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  harness.advance(Millis{1'000});
  harness.restart();
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "cat", party));
  EXPECT_TRUE(again.expect("play").at("is_playing").as_bool());
  EXPECT_TRUE(exposes("matinee_parties_holding 0"));
}

TEST_F(WaitingEngineTest, AnEndedPartyHoldsForNobodyInStorageEither) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  ann.expect("waiting");
  harness.say(ann, R"({"type":"end"})");
  const std::shared_ptr<storage::MemoryDatabase> shared{&harness.database(), [](storage::MemoryDatabase*) {}};
  const auto stored = storage::MemoryStore{shared}.load_party(party, {}, harness.clock().now());
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored.value()->status, party::Status::ended);
  EXPECT_FALSE(stored.value()->playback.holding);
}

TEST_F(WaitingEngineTest, AFailedWriteLeavesNoHoldWithoutEnd) {
  wait_for_everyone();
  harness.database().fail_all(true);
  harness.say(bob, stalled, 1);
  ann.refute("waiting");
  heal();
  const auto waiting = ann.expect("waiting");
  EXPECT_EQ(names_in(waiting.at("waiting").at("for")), "bob");
  clear();
  harness.advance(Millis{10'000});
  ann.expect("play");
}

TEST_F(WaitingEngineTest, AGoingOnThatCouldNotBeStoredHappensLater) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  harness.database().fail_all(true);
  harness.say(bob, ready, 1);
  clear();
  heal();
  ann.expect("play");
}

TEST_F(WaitingEngineTest, HoldsAreCountedAndTimed) {
  wait_for_everyone();
  harness.say(bob, stalled, 1);
  EXPECT_TRUE(exposes("matinee_parties_holding 1"));
  harness.advance(Millis{3'000});
  harness.say(bob, ready, 1);
  harness.say(ann, R"({"type":"skip","clip_id":"next"})");
  EXPECT_TRUE(exposes("matinee_holds_total{reason=\"stalled\"} 1"));
  EXPECT_TRUE(exposes("matinee_holds_total{reason=\"loading\"} 1"));
  EXPECT_TRUE(exposes("matinee_hold_duration_seconds_sum 3"));
  harness.say(ann, R"({"type":"end"})");
  EXPECT_TRUE(exposes("matinee_parties_holding 0"));
}

TEST_F(WaitingEngineTest, SettingsAreToldToAllAndKept) {
  harness.say(bob, R"({"type":"settings","waiting":"quorum"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "UNAUTHORIZED_COMMAND");
  harness.say(ann, R"({"type":"settings","waiting":"quorum"})");
  harness.say(ann, R"({"type":"settings","resume_after_seek":true})");
  cat.expect("settings-changed");
  const auto changed = cat.expect("settings-changed");
  EXPECT_EQ(changed.at("settings").at("waiting").as_string(), "quorum");
  EXPECT_TRUE(changed.at("settings").at("resume_after_seek").as_bool());
  EXPECT_EQ(changed.at("by").at("display_name").as_string(), "ann");
  clear();
  harness.say(ann, R"({"type":"settings","waiting":"quorum"})");
  cat.refute("settings-changed");
  harness.restart();
  const auto after = harness.details(party, "cat");
  ASSERT_TRUE(after);
  EXPECT_EQ(after.value().settings, (party::Settings{party::WaitingPolicy::quorum, true}));
}

TEST_F(WaitingEngineTest, AReadyCheckIsToldFromOpeningToEnd) {
  harness.say(ann, R"({"type":"pause"})");
  clear();
  harness.say(ann, R"({"type":"ready-check","countdown_ms":5000})");
  const auto open = bob.expect("ready-check");
  EXPECT_EQ(open.at("ready_check").at("state").as_string(), "open");
  EXPECT_EQ(open.at("ready_check").at("ready_count").as_int64(), 1);
  EXPECT_EQ(open.at("ready_check").at("total").as_int64(), 3);
  EXPECT_EQ(names_in(open.at("ready_check").at("missing")), "bob,cat");
  EXPECT_EQ(open.at("by").at("user_id").as_string(), "ann");
  harness.advance(Millis{1'000});
  harness.say(bob, R"({"type":"ready","is_ready":true})", 1);
  EXPECT_EQ(ann.types(), "ready-check,ready-check");
  clear();
  harness.say(cat, R"({"type":"ready","is_ready":true})");
  EXPECT_EQ(ann.expect("ready-check").at("ready_check").at("state").as_string(), "passed");
  const std::int64_t at = to_unix_ms(harness.clock().now()) + 5'000;
  EXPECT_EQ(ann.expect("start-scheduled").at("start_at_ms").as_int64(), at);
  harness.advance(Millis{5'000});
  EXPECT_EQ(ann.expect("play").at("effective_at_ms").as_int64(), at);
}

TEST_F(WaitingEngineTest, AReadyCheckNobodyAnswersIsOverAfterItsTime) {
  harness.say(ann, R"({"type":"ready-check"})");
  clear();
  harness.advance(Millis{59'999});
  bob.refute("ready-check");
  harness.advance(Millis{1});
  const auto over = bob.expect("ready-check");
  EXPECT_EQ(over.at("ready_check").at("state").as_string(), "over");
  EXPECT_TRUE(over.at("by").is_null());
}

TEST_F(WaitingEngineTest, AStartIsToldOneLeadAheadForExactlyItsTime) {
  harness.say(ann, R"({"type":"pause"})");
  clear();
  harness.say(ann, R"({"type":"schedule-start","in_ms":60000})");
  const std::int64_t at = cat.expect("start-scheduled").at("start_at_ms").as_int64();
  EXPECT_EQ(at, to_unix_ms(harness.clock().now()) + 60'000);
  harness.advance(Millis{59'500});
  harness.say(bob, R"({"type":"report","position_ms":0,"rtt_ms":400})", 1);
  cat.refute("play");
  harness.advance(Millis{200});
  const auto play = cat.expect("play");
  EXPECT_EQ(play.at("effective_at_ms").as_int64(), at);
  EXPECT_EQ(play.at("by").at("user_id").as_string(), "ann");
  EXPECT_TRUE(play.at("start_at_ms").is_null());
}

TEST_F(WaitingEngineTest, AStartSurvivesARestart) {
  harness.say(ann, R"({"type":"pause"})");
  harness.say(ann, R"({"type":"schedule-start","in_ms":60000})");
  const std::int64_t at = to_unix_ms(harness.clock().now()) + 60'000;
  harness.restart();
  harness.advance(Millis{10'000});
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "cat", party));
  again.clear();
  harness.say(again, R"({"type":"sync-request"})");
  EXPECT_EQ(again.expect("sync").at("start_at_ms").as_int64(), at);
  harness.advance(Millis{50'000});
  EXPECT_EQ(again.expect("play").at("effective_at_ms").as_int64(), at);
}

TEST_F(WaitingEngineTest, AStartThatFellDueWhileNobodyWasThereHappensWithTheFirst) {
  harness.say(ann, R"({"type":"pause"})");
  harness.say(ann, R"({"type":"schedule-start","in_ms":60000})");
  harness.restart();
  harness.advance(Millis{3'600'000});
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "cat", party));
  EXPECT_EQ(again.expect("play").at("effective_at_ms").as_int64(), to_unix_ms(harness.clock().now()));
}

TEST_F(WaitingEngineTest, ACancelledStartIsToldAndDoesNotHappen) {
  harness.say(ann, R"({"type":"pause"})");
  harness.say(ann, R"({"type":"schedule-start","in_ms":60000})");
  clear();
  harness.say(ann, R"({"type":"cancel-start"})");
  EXPECT_TRUE(cat.expect("start-cancelled").at("start_at_ms").is_null());
  harness.advance(Millis{120'000});
  cat.refute("play");
}

TEST_F(WaitingEngineTest, WhatCanNotStartSaysWhy) {
  harness.say(ann, R"({"type":"schedule-start","in_ms":60000})");
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "CONFLICT");
  harness.say(ann, R"({"type":"pause"})");
  ann.clear();
  harness.say(ann, R"({"type":"schedule-start","at_ms":1000})");
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "INVALID_COMMAND");
  const PartyView empty = harness.create("ann");
  RecordingSession session;
  ASSERT_TRUE(harness.attach(session, "ann", empty.id));
  harness.say(session, R"({"type":"schedule-start","in_ms":60000})");
  EXPECT_EQ(session.expect("error").at("code").as_string(), "CONFLICT");
}

/// Nothing ticks in a party that has nothing to come, and an empty one leaves memory with a start to come.
TEST_F(WaitingEngineTest, APartyWithAStartToComeLeavesMemoryWhenNobodyIsThere) {
  harness.say(ann, R"({"type":"pause"})");
  harness.say(ann, R"({"type":"schedule-start","in_ms":3600000})");
  harness.detach(ann, true, 0);
  harness.detach(bob, true, 1);
  harness.detach(cat, true, 0);
  harness.advance(Millis{61'000});
  EXPECT_TRUE(exposes("matinee_parties_loaded 0"));
}

}  // namespace
}  // namespace matinee::engine
