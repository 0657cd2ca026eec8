// A party that waits does so for a bounded time, and always goes on: deadlines, budgets, silence, restarts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "party/waiting_test_support.hpp"

namespace matinee::party {
namespace {

using WaitingLimitsTest = testing::WaitingTest;
using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// After this long without a hold the next is no longer one of a row.
constexpr Millis calm = respites_of_calm * shortest_hold_respite;

TEST_F(WaitingLimitsTest, AStallHoldsForTenSecondsAtMost) {
  stall("bob");
  EXPECT_EQ(wait_reporting(9s, {"bob"}), "");
  EXPECT_TRUE(holds());
  EXPECT_EQ(scene.wait(2s), "+1000ms: late ones given up; play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingLimitsTest, WhoWasGivenUpIsWaitedForAgainOnceReady) {
  stall("bob");
  wait_reporting(10s, {"bob"});
  ASSERT_TRUE(plays());
  EXPECT_EQ(stall("bob"), "") << "still the same stall";
  recover("bob");
  scene.now += shortest_hold_respite;
  EXPECT_NE(stall("bob"), "") << "another one";
}

TEST_F(WaitingLimitsTest, ASilentOneIsWaitedForNoLongerThanTheirLastReportIsFresh) {
  scene.give("host", Pause{});
  report("bob", false);
  for (const char* user : {"host", "ann", "cat"}) report(user, true);
  scene.now += 6s;
  EXPECT_EQ(scene.give("host", Play{}), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(scene.wait(10s), "+4000ms: late ones given up; play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingLimitsTest, LoadingHoldsForThirtySecondsAtMost) {
  scene.give("host", Skip{ClipId{"next"}});
  wait_reporting(29s, {"bob"});
  EXPECT_TRUE(holds());
  wait_reporting(1s, {"bob"});
  EXPECT_TRUE(plays());
}

TEST_F(WaitingLimitsTest, AReportSampledBeforeASkipSaysNothingAboutIt) {
  PlayerReport report;
  report.round_trip = 200ms;
  scene.give("host", Skip{ClipId{"next"}});
  scene.now += 100ms;
  for (const char* user : {"host", "ann", "bob", "cat"}) scene.give(user, Report{report});
  EXPECT_EQ(scene.review(), "");
  EXPECT_TRUE(holds());
  report.round_trip.reset();
  report.sampled_at = scene.now - 101ms;
  for (const char* user : {"host", "ann", "bob", "cat"}) scene.give(user, Report{report});
  EXPECT_TRUE(holds());
  scene.review();
  report.sampled_at = scene.now - 100ms;
  for (const char* user : {"host", "ann", "bob", "cat"}) scene.give(user, Report{report});
  scene.review();
  EXPECT_TRUE(plays());
}

TEST_F(WaitingLimitsTest, ABudgetBoundsAllHoldsOfAClip) {
  Millis held{0};
  for (int round = 0; round < 20; ++round) {
    stall("bob");
    const ServerTime begin = scene.now;
    while (holds() && scene.now < begin + 5s) wait_reporting(1s, {"bob"});
    held += scene.now - begin;
    recover("bob");
    scene.wait(calm);
  }
  EXPECT_EQ(held, 60s);
  EXPECT_EQ(stall("bob"), "");
  EXPECT_EQ(wait_reporting(5s, {"bob"}), "");
  recover("bob");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next holding at 0ms rate 1") << "another clip";
  EXPECT_EQ(waiting(), "for ann, bob, cat, host");
}

TEST_F(WaitingLimitsTest, LeavingAndComingBackBringsNoNewBudget) {
  for (int flicker = 0; flicker < 30; ++flicker) {
    stall("bob");
    recover("bob");
    scene.now += calm;
  }
  stall("bob");
  wait_reporting(5s, {"bob"});
  ASSERT_TRUE(holds());
  scene.give("bob", Leave{});
  scene.review();
  int holds_begun = 0;
  for (int flicker = 0; flicker < 60; ++flicker) {
    scene.enter("bob");
    recover("bob");
    scene.now += calm;
    holds_begun += stall("bob").empty() ? 0 : 1;
    scene.give("bob", Leave{});
    scene.review();
  }
  EXPECT_EQ(holds_begun, 25) << "30 s and 5 s were used up before";
  scene.enter("bob");
  for (const char* user : {"host", "ann", "bob", "cat"}) recover(user);
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next holding at 0ms rate 1");
  EXPECT_EQ(waiting(), "for ann, bob, cat, host") << "another clip";
}

TEST_F(WaitingLimitsTest, WhoComesBackIsIgnoredOnlyIfTheyAskAgain) {
  stall("bob");
  recover("bob");
  scene.give("bob", IgnoreWait{true});
  scene.give("bob", Leave{});
  scene.enter("bob");
  recover("bob");
  scene.now += shortest_hold_respite;
  EXPECT_NE(stall("bob"), "");
}

TEST_F(WaitingLimitsTest, AFlickerCostsASecondEachTime) {
  int holds_begun = 0;
  for (int flicker = 0; flicker < 100; ++flicker) {
    scene.now += calm;
    holds_begun += stall("bob").empty() ? 0 : 1;
    recover("bob");
  }
  EXPECT_EQ(holds_begun, 60);
}

/// Bob and Cat take turns: neither is near the end of a budget, and the others would see nothing but stops.
TEST_F(WaitingLimitsTest, HoldsInARowBecomeSeldom) {
  std::vector<Millis> begun;
  const ServerTime begin = scene.now;
  for (int second = 0; second < 300; ++second) {
    const char* late = second % 2 == 0 ? "bob" : "cat";
    if (!stall(late).empty()) begun.push_back(scene.now - begin);
    recover(late);
    scene.now += 1s;
  }
  EXPECT_THAT(begun, ElementsAre(0s, 2s, 6s, 14s, 30s, 62s, 122s, 182s, 242s));
}

TEST_F(WaitingLimitsTest, AfterACalmWhileOrACommandTheRespiteIsShortAgain) {
  const auto holds_in_a_row = [this] {
    for (int i = 0; i < 5; ++i) {
      stall("bob");
      recover("bob");
      wait_reporting(scene.party.hold_respite.length, {});
    }
  };
  holds_in_a_row();
  ASSERT_EQ(scene.party.hold_respite.length, 32s);
  wait_reporting(respites_of_calm * 32s, {});
  stall("bob");
  recover("bob");
  EXPECT_EQ(scene.party.hold_respite.length, shortest_hold_respite);
  wait_reporting(shortest_hold_respite, {});
  holds_in_a_row();
  ASSERT_GT(scene.party.hold_respite.length, shortest_hold_respite);
  scene.give("host", Pause{});
  scene.give("host", Play{});
  EXPECT_EQ(scene.party.hold_respite.length, shortest_hold_respite);
}

TEST_F(WaitingLimitsTest, OneStallAfterAnotherHoldsNoLongerThanLoadingMay) {
  const ServerTime begin = scene.now;
  stall("bob");
  std::vector<std::string> stalled{"bob"};
  wait_reporting(9s, stalled);
  for (const char* next : {"cat", "ann", "host"}) {
    stall(next);
    stalled.push_back(next);
    EXPECT_TRUE(holds());
    wait_reporting(9s, stalled);
  }
  EXPECT_TRUE(plays());
  EXPECT_EQ(scene.party.playback.at, begin + 30s);
}

TEST_F(WaitingLimitsTest, AHoldLastsWhileNobodyIsThere) {
  stall("bob");
  for (const char* user : {"ann", "cat", "host"}) scene.give(user, Disconnect{false});
  EXPECT_TRUE(holds());
  scene.give("bob", Disconnect{false});
  EXPECT_EQ(scene.wait(1h), "");
  EXPECT_TRUE(holds());
  scene.connect("ann");
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingLimitsTest, AHoldOfBeforeARestartEndsWithTheFirstWhoComes) {
  stall("bob");
  Party stored = scene.party;
  stored.readiness = {};
  stored.waiting.reset();
  for (auto& [user, seat] : stored.roster) seat.connections = 0;
  stored.connected = 0;
  scene.party = stored;
  scene.now += 1h;
  EXPECT_EQ(scene.review(), "");
  scene.connect("ann");
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingLimitsTest, AnEndedPartyWaitsForNobody) {
  stall("bob");
  scene.give("host", End{});
  EXPECT_EQ(waiting(), "-");
  EXPECT_FALSE(holds());
  EXPECT_EQ(next_review(scene.party, scene.now, scene.limits), std::nullopt);
}

TEST_F(WaitingLimitsTest, NothingToComeNeedsNoReview) {
  EXPECT_EQ(next_review(scene.party, scene.now, scene.limits), std::nullopt);
  stall("bob");
  EXPECT_EQ(next_review(scene.party, scene.now, scene.limits), scene.now + 10s);
  recover("bob");
  EXPECT_EQ(next_review(scene.party, scene.now, scene.limits), std::nullopt);
}

TEST_F(WaitingLimitsTest, ManyAreNamedInPartAndToldFourTimesASecondAtMost) {
  for (int i = 0; i < 40; ++i) scene.enter(fmt::format("guest{:02}", i));
  for (int i = 0; i < 40; ++i) report(fmt::format("guest{:02}", i), true);
  scene.give("host", Skip{ClipId{"next"}});
  EXPECT_EQ(scene.party.waiting->count, 44U);
  EXPECT_EQ(scene.party.waiting->named.size(), 10U);
  int told = 0;
  for (int i = 0; i < 40; ++i) {
    scene.now += 10ms;
    told += report(fmt::format("guest{:02}", i), true).empty() ? 0 : 1;
  }
  EXPECT_EQ(told, 1) << "in 400 ms";
  scene.wait(250ms);
  EXPECT_EQ(scene.party.waiting->count, 4U) << "and the last of it soon";
}

}  // namespace
}  // namespace matinee::party
