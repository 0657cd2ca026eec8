// The contract of every Store: whom the operator lets in nowhere.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreBlockedUsers : public StoreTest {
 protected:
  std::string block(const std::string& user, const std::string& reason = "", ServerTime at = noon,
                    std::size_t most = most_blocked_users) {
    return commit_one(store(), BlockUser{{UserId(user), reason, at}, most});
  }
  std::string unblock(const std::string& user) { return commit_one(store(), UnblockUser{UserId(user)}); }
  std::vector<std::string> blocked() {
    std::vector<std::string> lines;
    for (const BlockedUser& one : value_of(store().blocked_users())) {
      lines.push_back(one.user.str() + ": " + one.reason);
    }
    return lines;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreBlockedUsers, every_backend(), backend_name);

TEST_P(StoreBlockedUsers, AreKeptTheLastFirst) {
  EXPECT_THAT(blocked(), IsEmpty());
  ASSERT_EQ(block("bob", "rude"), "ok");
  ASSERT_EQ(block("ann"), "ok");
  ASSERT_EQ(block("cy", "Füße ' \" 🎬", noon + Millis{1}), "ok");
  reopen();
  EXPECT_THAT(blocked(), ElementsAre("cy: Füße ' \" 🎬", "ann: ", "bob: rude"));
  EXPECT_EQ(value_of(store().blocked_users())[0].at, noon + Millis{1});
}

TEST_P(StoreBlockedUsers, BlockedAgainGetAnotherReason) {
  ASSERT_EQ(block("bob", "rude"), "ok");
  ASSERT_EQ(block("bob", "very rude", noon + Millis{5}), "ok");
  EXPECT_THAT(blocked(), ElementsAre("bob: very rude"));
  EXPECT_EQ(value_of(store().blocked_users())[0].at, noon + Millis{5});
}

TEST_P(StoreBlockedUsers, AreUnblockedAloneAndTwiceIsFine) {
  ASSERT_EQ(block("bob"), "ok");
  ASSERT_EQ(block("bobby"), "ok");
  ASSERT_EQ(unblock("bob"), "ok");
  ASSERT_EQ(unblock("bob"), "ok");
  EXPECT_THAT(blocked(), ElementsAre("bobby: "));
}

TEST_P(StoreBlockedUsers, AreNoMoreThanMayBe) {
  ASSERT_EQ(block("ann", "", noon, 2), "ok");
  ASSERT_EQ(block("bob", "", noon, 2), "ok");
  EXPECT_EQ(block("cy", "", noon, 2), "conflict");
  EXPECT_EQ(block("bob", "again", noon, 2), "ok") << "one more time, not one more";
  ASSERT_EQ(unblock("ann"), "ok");
  EXPECT_EQ(block("cy", "", noon, 2), "ok");
}

TEST_P(StoreBlockedUsers, StayBlockedWhenTheirDataIsErased) {
  ASSERT_EQ(block("bob"), "ok");
  ASSERT_EQ(commit_one(store(), EraseUser{UserId("bob"), noon, noon, {}}), "ok");
  EXPECT_TRUE(value_of(store().erasure_work({UserId("bob"), noon}, 10)).done());
  EXPECT_THAT(blocked(), ElementsAre("bob: "));
}

}  // namespace
}  // namespace matinee::storage
