// Changes on their way: when they count as arrived, and for whom they are waited.
#include "load/change_tracker.hpp"

#include <gtest/gtest.h>

namespace matinee::load {
namespace {

using std::chrono::milliseconds;

class ChangeTrackerTest : public ::testing::Test {
 protected:
  std::uint64_t send(std::size_t receivers, DeliveryTimes* into) {
    return ChangeTracker::mark_of(tracker.send(start, receivers, into));
  }

  const SteadyTime start{std::chrono::hours{1}};
  DeliveryTimes times;
  ChangeTracker tracker;
  ChangeTracker::Receiver alice = tracker.join();
  ChangeTracker::Receiver bob = tracker.join();
  ChangeTracker::Receiver carol = tracker.join();
};

TEST_F(ChangeTrackerTest, RecordsTheFirstTheLastAndEveryDelivery) {
  const auto mark = send(3, &times);
  EXPECT_TRUE(tracker.hear(alice, mark, start + milliseconds{2}));
  EXPECT_TRUE(tracker.hear(bob, mark, start + milliseconds{5}));
  EXPECT_EQ(times.last.count(), 0u);
  EXPECT_TRUE(tracker.hear(carol, mark, start + milliseconds{9}));
  EXPECT_EQ(times.first.max(), milliseconds{2});
  EXPECT_EQ(times.last.max(), milliseconds{9});
  EXPECT_EQ(times.each.count(), 3u);
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

TEST_F(ChangeTrackerTest, AChangeThatIsNotMeasuredIsOnlyFollowed) {
  EXPECT_TRUE(tracker.hear(alice, send(1, nullptr), start));
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

TEST_F(ChangeTrackerTest, HearingTheSameAgainCountsOnce) {
  const auto mark = send(2, &times);
  EXPECT_TRUE(tracker.hear(alice, mark, start));
  EXPECT_FALSE(tracker.hear(alice, mark, start));
  EXPECT_EQ(times.each.count(), 1u);
  EXPECT_EQ(tracker.on_their_way(), 1u);
}

TEST_F(ChangeTrackerTest, WhatAScreenPassesOverIsNotWaitedForThere) {
  const auto first = send(2, &times);
  const auto second = send(2, &times);
  tracker.hear(alice, second, start);
  tracker.hear(bob, first, start);
  EXPECT_EQ(tracker.on_their_way(), 1u);
  tracker.hear(bob, second, start);
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

TEST_F(ChangeTrackerTest, WhoConnectsLaterIsNotCountedForEarlierChanges) {
  const auto before = send(3, &times);
  ChangeTracker::Receiver late = tracker.join();
  EXPECT_FALSE(tracker.hear(late, before, start));
  EXPECT_TRUE(tracker.hear(late, send(4, &times), start));
}

TEST_F(ChangeTrackerTest, AReceiverThatIsGoneIsNotWaitedForAnyMore) {
  const auto first = send(2, &times);
  send(2, &times);
  tracker.hear(alice, first, start);
  tracker.forget(alice);
  EXPECT_EQ(tracker.on_their_way(), 2u);
  tracker.forget(bob);
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

TEST_F(ChangeTrackerTest, ARefusedCommandIsTheOldestNobodyHeardOf) {
  const auto first = send(2, &times);
  const auto second = send(2, &times);
  tracker.hear(alice, first, start);
  tracker.refuse_oldest();
  EXPECT_FALSE(tracker.hear(alice, second, start));
  EXPECT_TRUE(tracker.hear(bob, first, start));
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

TEST_F(ChangeTrackerTest, GivingUpSaysHowManyDeliveriesWereMissing) {
  tracker.send(start, 3, &times);
  tracker.send(start + milliseconds{10}, 3, &times);
  EXPECT_EQ(tracker.give_up(start), 0u);
  EXPECT_EQ(tracker.give_up(start + milliseconds{10}), 3u);
  EXPECT_EQ(tracker.on_their_way(), 1u);
}

TEST_F(ChangeTrackerTest, MarksRepeatWithoutHarm) {
  for (std::uint64_t i = 0; i + 2 < ChangeTracker::marks; ++i) tracker.hear(alice, send(1, nullptr), start);
  const auto last = send(1, &times);
  const auto first = send(1, &times);
  EXPECT_EQ(last, ChangeTracker::marks - 1);
  EXPECT_EQ(first, 0u);
  EXPECT_TRUE(tracker.hear(alice, last, start + milliseconds{1}));
  EXPECT_TRUE(tracker.hear(alice, first, start + milliseconds{2}));
  EXPECT_EQ(tracker.on_their_way(), 0u);
}

}  // namespace
}  // namespace matinee::load
