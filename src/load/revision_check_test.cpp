// Every way a connection can be told of changes: right, and wrong in each way there is.
#include "load/revision_check.hpp"

#include <gtest/gtest.h>

namespace matinee::load {
namespace {

class RevisionCheckTest : public ::testing::Test {
 protected:
  RevisionCheckTest() { check.on_answer(1, 10); }

  /// A change as the server tells it: the typed event, then the full state.
  void change(std::int64_t revision, std::int64_t epoch = 1) {
    check.on_change(epoch, revision);
    check.on_sync(epoch, revision);
  }

  bool is_clean() const { return faults.lost + faults.duplicated + faults.out_of_order + faults.conflated == 0; }

  RevisionFaults faults;
  RevisionCheck check{faults};
};

TEST_F(RevisionCheckTest, EveryRevisionOnceAndInOrderIsRight) {
  for (std::int64_t revision = 11; revision <= 30; ++revision) change(revision);
  check.expect(30);
  EXPECT_TRUE(is_clean());
  EXPECT_EQ(check.revision(), 30);
}

TEST_F(RevisionCheckTest, WhatComesBeforeTheFirstAnswerIsNotJudged) {
  RevisionCheck newcomer(faults);
  newcomer.on_change(1, 5);
  newcomer.on_sync(1, 9);
  newcomer.on_answer(1, 9);
  newcomer.on_change(1, 10);
  EXPECT_TRUE(is_clean());
  EXPECT_TRUE(newcomer.following());
}

TEST_F(RevisionCheckTest, ATypedEventAfterAGapMeansLoss) {
  change(11);
  change(14);
  EXPECT_EQ(faults.lost, 2u);
  EXPECT_EQ(faults.duplicated + faults.out_of_order + faults.conflated, 0u);
}

TEST_F(RevisionCheckTest, TheSameTypedEventAgainIsADuplicate) {
  change(11);
  check.on_change(1, 11);
  EXPECT_EQ(faults.duplicated, 1u);
}

TEST_F(RevisionCheckTest, AnOlderRevisionIsOutOfOrder) {
  change(11);
  change(12);
  check.on_change(1, 11);
  check.on_sync(1, 11);
  EXPECT_EQ(faults.out_of_order, 2u);
  EXPECT_EQ(check.revision(), 12);
}

TEST_F(RevisionCheckTest, ASyncThatGoesAheadConflatesWhatItPassesOver) {
  check.on_sync(1, 14);
  change(15);
  EXPECT_EQ(faults.conflated, 4u);
  EXPECT_EQ(faults.lost, 0u);
}

TEST_F(RevisionCheckTest, WhatIsMissingAtTheEndIsLost) {
  change(11);
  check.expect(13);
  EXPECT_EQ(faults.lost, 2u);
}

TEST_F(RevisionCheckTest, ANewEpochBeginsAnew) {
  change(11);
  change(3, 2);
  change(4, 2);
  EXPECT_TRUE(is_clean());
  EXPECT_EQ(check.epochs_seen(), 1u);
}

TEST_F(RevisionCheckTest, AnEpochThatIsOverIsOutOfOrder) {
  change(3, 2);
  check.on_change(1, 12);
  EXPECT_EQ(faults.out_of_order, 1u);
}

TEST_F(RevisionCheckTest, AfterALostConnectionTheNextAnswerCounts) {
  check.reset();
  EXPECT_FALSE(check.following());
  check.on_answer(1, 20);
  change(21);
  EXPECT_TRUE(is_clean());
}

}  // namespace
}  // namespace matinee::load
