// The engine over a storage that fails: nothing is told that isn't stored, callers learn of it, and it heals by itself.
#include <gtest/gtest.h>

#include "engine/two_members_test_support.hpp"

namespace matinee::engine {
namespace {

using protocol::ErrorCode;
using testing::Harness;
using testing::RecordingSession;

class StorageFailureTest : public testing::TwoMembers {
 protected:
  /// Lets storage work again and waits until the engine noticed.
  void heal() {
    harness.heal_storage();
    harness.advance(Millis{10'000});
  }
};

TEST_F(StorageFailureTest, AFailedChangeIsToldToItsSenderAndNobodyElse) {
  harness.database().fail_all(true);
  harness.say(ann, R"({"type":"play"})");
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "STORAGE_UNAVAILABLE");
  ann.refute("play");
  EXPECT_EQ(bob.types(), "");
  EXPECT_FALSE(harness.engine().ready());
}

TEST_F(StorageFailureTest, NoAnswerShowsWhatIsNotStored) {
  harness.database().fail_all(true);
  harness.push(ann, R"({"type":"seek","position":77})");
  harness.push(bob, R"({"type":"sync-request"})", 1);
  harness.settle();
  EXPECT_EQ(bob.expect("sync").at("position").as_int64(), 0);
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_EQ(bob.expect("sync").at("position").as_int64(), 0);
  EXPECT_EQ(harness.details(view.id, "ann").error().code, ErrorCode::storage_unavailable);
}

TEST_F(StorageFailureTest, ItRecoversByItself) {
  harness.database().fail_all(true);
  harness.say(ann, R"({"type":"play"})");
  EXPECT_FALSE(harness.engine().ready());
  heal();
  EXPECT_TRUE(harness.engine().ready());
  EXPECT_FALSE(harness.details(view.id, "ann").value().stamp.playback.playing);
  ann.clear();
  harness.say(ann, R"({"type":"play"})");
  ann.expect("play");
  bob.expect("play");
}

TEST_F(StorageFailureTest, PresenceGoesOnMeanwhile) {
  harness.database().fail_all(true);
  harness.say(ann, R"({"type":"play"})");
  harness.detach(bob, true, 1);
  ann.expect("participant-left");
}

TEST_F(StorageFailureTest, PresenceMeanwhileCarriesWhatWasTold) {
  harness.database().fail_all(true);
  harness.say(ann, R"({"type":"play"})");
  harness.detach(bob, true, 1);
  const auto left = ann.expect("participant-left");
  EXPECT_FALSE(left.at("is_playing").as_bool());
  EXPECT_EQ(left.at("revision").to_number<std::uint64_t>(), 0U);
}

TEST_F(StorageFailureTest, ARepeatedRequestIsNotAcknowledgedFromMemory) {
  harness.database().fail_all(true);
  EXPECT_EQ(harness.command(view.id, "ann", party::End{}).error().code, ErrorCode::storage_unavailable);
  EXPECT_EQ(harness.command(view.id, "ann", party::End{}).error().code, ErrorCode::storage_unavailable);
  harness.say(bob, R"({"type":"chat","message":"still here?"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "STORAGE_UNAVAILABLE");
  heal();
  EXPECT_EQ(harness.details(view.id, "ann").value().status, party::Status::active);
}

TEST_F(StorageFailureTest, ALeaveThatFailedLeavesPresenceAsItIs) {
  harness.database().fail_all(true);
  EXPECT_EQ(harness.command(view.id, "bob", party::Leave{}).error().code, ErrorCode::storage_unavailable);
  heal();
  const auto roster = harness.participants(view.id, "ann");
  ASSERT_EQ(roster.size(), 2U);
  EXPECT_TRUE(roster[1].is_active);
  ann.clear();
  harness.detach(bob, true, 1);
  ann.expect("participant-left");
}

TEST_F(StorageFailureTest, EveryoneGetsTheWholeStateAfterRecovery) {
  harness.database().fail_all(true);
  harness.say(ann, R"({"type":"play"})");
  ann.clear();
  heal();
  for (RecordingSession* session : {&ann, &bob}) {
    EXPECT_EQ(session->expect("sync").at("participants").as_array().size(), 2U);
  }
}

TEST_F(StorageFailureTest, AnEmptyPartyIsNotedOnceStorageIsBack) {
  harness.database().fail_all(true);
  harness.detach(ann, true, 0);
  harness.detach(bob, true, 1);
  heal();
  harness.advance(Millis{86'400'000});
  harness.advance(Millis{120'000});
  EXPECT_EQ(harness.details(view.id, "ann").value().status, party::Status::ended);
}

TEST_F(StorageFailureTest, ReactionsAndTypingNeedNoStorage) {
  harness.database().fail_all(true);
  harness.say(bob, R"({"type":"typing","is_typing":true})", 1);
  harness.say(bob, R"({"type":"reaction","emoji":"❗"})", 1);
  EXPECT_EQ(ann.types(), "typing,reaction");
}

/// Whatever operation fails, no session is ever told a state that storage does not hold afterwards.
TEST(StorageFailureEverywhere, ToldIsStoredForEveryFailingOperation) {
  for (std::size_t n = 1; n <= 24; ++n) {
    Harness harness;
    const PartyView view = harness.create("ann");
    ASSERT_TRUE(harness.join("bob", view.invite_code));
    RecordingSession ann;
    RecordingSession bob;
    ASSERT_TRUE(harness.attach(ann, "ann", view.id, 0));
    ASSERT_TRUE(harness.attach(bob, "bob", view.id, 1));
    harness.database().fail_operation(n);
    for (int i = 1; i <= 10; ++i) {
      harness.say(ann, R"({"type":"seek","position":)" + std::to_string(i) + "}");
    }
    std::uint64_t told = 0;
    for (const auto& event : bob.events()) told = std::max(told, event.at("revision").to_number<std::uint64_t>());
    harness.restart();
    const auto stored = harness.details(view.id, "bob");
    ASSERT_TRUE(stored);
    EXPECT_LE(told, stored.value().stamp.revision) << "failing operation " << n;
  }
}

}  // namespace
}  // namespace matinee::engine
