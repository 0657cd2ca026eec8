// A party that waits: who holds it, and what commands do about it.
#include <gtest/gtest.h>

#include "party/waiting_test_support.hpp"

namespace matinee::party {
namespace {

using testing::WaitingTest;
using namespace std::chrono_literals;

TEST_F(WaitingTest, AStallHoldsThePartyUntilItIsOver) {
  EXPECT_EQ(stall("bob"), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(waiting(), "for bob");
  EXPECT_EQ(scene.party.waiting->until, scene.now + 10s);
  EXPECT_EQ(scene.wait(3s), "");
  EXPECT_EQ(scene.position(), 60s) << "it stands";
  EXPECT_EQ(recover("bob"), "play: clip playing at 60000ms rate 1");
  EXPECT_EQ(waiting(), "-");
}

/// What players say while they start must not have the party stop and start without end.
TEST_F(WaitingTest, AfterAHoldTheNextBeginsNoSoonerThanPlayersCanHaveStarted) {
  stall("bob");
  recover("bob");
  EXPECT_EQ(stall("bob"), "");
  EXPECT_EQ(scene.wait(shortest_hold_respite - 1ms), "");
  EXPECT_EQ(scene.wait(1ms), "+1ms: waiting: clip holding at 62000ms rate 1");
  recover("bob");
  stall("bob");
  recover("bob");
  EXPECT_EQ(scene.wait(5s), "") << "it was over in time";
}

TEST_F(WaitingTest, NotReadyHoldsAsMuchAsBuffering) {
  EXPECT_EQ(report("bob", false), "waiting: clip holding at 60000ms rate 1");
}

TEST_F(WaitingTest, ItCountsARevisionToHoldAndOneToGoOn) {
  const std::uint64_t before = scene.party.revision;
  stall("bob");
  EXPECT_EQ(scene.party.revision, before + 1);
  stall("cat");
  scene.wait(1s);
  EXPECT_EQ(waiting(), "for bob, cat");
  EXPECT_EQ(scene.party.revision, before + 1) << "others are waited for: no new revision";
  recover("cat");
  recover("bob");
  EXPECT_EQ(scene.party.revision, before + 2);
}

TEST_F(WaitingTest, WhoNeverReportedHoldsNobody) {
  scene.enter("dan");
  EXPECT_EQ(scene.review(), "");
  EXPECT_TRUE(plays());
  scene.give("host", Skip{ClipId{"next"}});
  for (const char* user : {"host", "ann", "bob", "cat"}) report(user, true);
  EXPECT_TRUE(plays());
}

TEST_F(WaitingTest, ANewcomerWhoLoadsDisturbsNobodyUntilTheyHaveBeenReady) {
  scene.enter("dan");
  EXPECT_EQ(report("dan", false), "");
  EXPECT_TRUE(plays());
  report("dan", true);
  EXPECT_EQ(report("dan", false), "waiting: clip holding at 60001ms rate 1");
}

TEST_F(WaitingTest, ASkipHoldsUntilEveryoneHasLoaded) {
  EXPECT_EQ(scene.give("ann", Skip{ClipId{"next"}}), "refused: playback_denied");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next holding at 0ms rate 1");
  EXPECT_EQ(waiting(), "for ann, bob, cat, host");
  EXPECT_EQ(scene.party.waiting->until, scene.now + 30s);
  scene.now += 1s;
  for (const char* user : {"host", "ann", "bob"}) EXPECT_NE(recover(user), "play: next playing at 0ms rate 1");
  EXPECT_EQ(recover("cat"), "play: next playing at 0ms rate 1");
}

/// A report on its way when the skip came is about the film before.
TEST_F(WaitingTest, ASeekThatResumesHoldsAndOneThatPausesStands) {
  EXPECT_EQ(scene.give("host", Seek{5s, true}), "seek: clip holding at 5000ms rate 1");
  EXPECT_EQ(waiting(), "for ann, bob, cat, host");
  EXPECT_EQ(scene.give("host", Seek{9s}), "seek: clip paused at 9000ms rate 1");
  EXPECT_EQ(waiting(), "-");
  scene.wait(1min);
  EXPECT_FALSE(plays());
}

TEST_F(WaitingTest, ASeekFromAHoldGoesOnWhereItIsAsked) {
  stall("bob");
  EXPECT_EQ(scene.give("host", Seek{5s, true}), "seek: clip holding at 5000ms rate 1");
  for (const char* user : {"host", "ann", "bob", "cat"}) recover(user);
  EXPECT_TRUE(plays());
}

TEST_F(WaitingTest, AnUndoOfASkipHoldsLikeTheSkip) {
  scene.give("host", Skip{ClipId{"next"}});
  EXPECT_EQ(scene.give("host", Undo{}), "undo skip: clip holding at 60000ms rate 1");
  EXPECT_EQ(waiting(), "for ann, bob, cat, host");
}

TEST_F(WaitingTest, AStartWaitsForWhoeverIsNotReady) {
  scene.give("host", Pause{});
  report("bob", false);
  EXPECT_EQ(scene.give("host", Play{}), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(scene.party.waiting->until, scene.now + 30s) << "who is not ready for a start loads";
  EXPECT_EQ(recover("bob"), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingTest, PlayWhileHoldingStartsAnyway) {
  stall("bob");
  EXPECT_EQ(scene.give("host", Play{}), "late ones excused; play: clip playing at 60000ms rate 1");
  EXPECT_EQ(wait_reporting(5s, {"bob"}), "") << "the same stall holds nobody again";
  recover("bob");
  EXPECT_NE(stall("bob"), "");
}

TEST_F(WaitingTest, PauseWhileHoldingEndsTheIntention) {
  stall("bob");
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 60000ms rate 1");
  EXPECT_EQ(waiting(), "-");
  recover("bob");
  EXPECT_EQ(scene.wait(1min), "");
  EXPECT_FALSE(plays());
}

TEST_F(WaitingTest, AnotherRateLeavesAHoldAsItIs) {
  stall("bob");
  const ServerTime until = scene.party.waiting->until;
  scene.now += 3s;
  EXPECT_EQ(scene.give("host", SetRate{1.5}), "rate: clip holding at 60000ms rate 1.5");
  EXPECT_EQ(scene.party.waiting->until, until);
}

TEST_F(WaitingTest, WhoAskedToBeIgnoredHoldsNobody) {
  EXPECT_EQ(scene.give("bob", IgnoreWait{true}), "no waiting for bob; status of bob: flowing ready ignored");
  EXPECT_EQ(stall("bob"), "");
  EXPECT_TRUE(plays());
  stall("cat");
  EXPECT_EQ(waiting(), "for cat");
  scene.give("cat", IgnoreWait{true});
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
}

/// Otherwise one could hold the party again and again without using up any time.
TEST_F(WaitingTest, WhoAsksToBeWaitedForAgainIsOnceTheyAreReady) {
  scene.give("host", Skip{ClipId{"next"}});
  for (const char* user : {"host", "ann", "cat"}) recover(user);
  ASSERT_EQ(waiting(), "for ann, bob, cat, host") << "the last of it is told soon";
  scene.give("bob", IgnoreWait{true});
  scene.review();
  ASSERT_TRUE(plays());
  scene.give("bob", IgnoreWait{false});
  EXPECT_EQ(scene.review(), "");
  recover("bob");
  scene.now += shortest_hold_respite;
  EXPECT_NE(stall("bob"), "");
}

TEST_F(WaitingTest, WhoGoesHoldsNobody) {
  stall("bob");
  scene.give("bob", Disconnect{true});
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
  scene.now += shortest_hold_respite;
  stall("cat");
  ASSERT_TRUE(holds());
  scene.give("host", Kick{UserId{"cat"}});
  scene.review();
  EXPECT_TRUE(plays());
}

TEST_F(WaitingTest, WhoComesBackHoldsNobodyBeforeTheyAreReady) {
  scene.give("bob", Disconnect{true});
  scene.connect("bob");
  EXPECT_EQ(report("bob", false), "");
  EXPECT_TRUE(plays());
}

TEST_F(WaitingTest, OffWaitsForNobody) {
  policy(WaitingPolicy::off);
  for (const char* user : {"host", "ann", "bob", "cat"}) EXPECT_EQ(stall(user), "");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next playing at 0ms rate 1");
}

TEST_F(WaitingTest, TurningItOffGoesOn) {
  stall("bob");
  scene.give("host", ChangeSettings{{WaitingPolicy::off, std::nullopt}});
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingTest, HostWaitsForTheHostAlone) {
  policy(WaitingPolicy::host);
  for (const char* user : {"ann", "bob", "cat"}) EXPECT_EQ(stall(user), "");
  EXPECT_EQ(stall("host"), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(waiting(), "for host");
  EXPECT_EQ(recover("host"), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingTest, HostMeansWhoeverIsHostNow) {
  policy(WaitingPolicy::host);
  stall("ann");
  scene.role("ann", Role::host);
  EXPECT_EQ(scene.review(), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(waiting(), "for ann");
  scene.role("host", Role::host);
  scene.give("ann", SetRole{UserId{"host"}, Role::host});
  EXPECT_EQ(scene.review(), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingTest, QuorumHoldsWhileFewerThanHalfAreReady) {
  policy(WaitingPolicy::quorum);
  EXPECT_EQ(stall("ann"), "");
  EXPECT_EQ(stall("bob"), "") << "two of four are ready";
  EXPECT_EQ(stall("cat"), "waiting: clip holding at 60000ms rate 1");
  EXPECT_EQ(scene.party.waiting->count, 3U);
  EXPECT_EQ(recover("ann"), "play: clip playing at 60000ms rate 1");
}

TEST_F(WaitingTest, HalfOfAnOddNumberIsRoundedUp) {
  scene.give("cat", Leave{});
  policy(WaitingPolicy::quorum);
  EXPECT_EQ(stall("ann"), "") << "two of three are ready";
  EXPECT_NE(stall("bob"), "") << "one of three is";
}

TEST_F(WaitingTest, AFilmAtItsEndWaitsForNobody) {
  scene.give("", LearnClipLength{ClipId{"clip"}, 60s});
  EXPECT_EQ(stall("bob"), "");
}

/// What is read from storage says that the party holds, and not for whom.
}  // namespace
}  // namespace matinee::party
