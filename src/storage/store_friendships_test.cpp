// The contract of every Store: friends, requests and blocks.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreFriendships : public StoreTest {
 protected:
  std::string change(const std::string& user, FriendAction action, const std::string& other, std::size_t most = 500) {
    ChangeFriendship change{
        UserId(user), {"Name of " + user, "https://example.org/" + user}, UserId(other), action, most};
    change.limit = limit;
    change.now = noon;
    return commit_one(store(), change);
  }
  void ask(const std::string& user, const std::string& other) {
    ASSERT_EQ(change(user, FriendAction::request, other), "ok");
  }
  void befriend(const std::string& one, const std::string& other) {
    ask(one, other);
    ask(other, one);
  }
  std::vector<std::string> of(const std::string& user) {
    std::vector<std::string> lines;
    const std::vector<Friend> friends = store().friends_of(UserId(user)).value();
    for (const Friend& one : friends) {
      lines.push_back(std::string(to_string(one.state)) + " " + one.user.str());
    }
    return lines;
  }

  party::RateLimit limit{100, Millis{3'600'000}};
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreFriendships, every_backend(), backend_name);

TEST_P(StoreFriendships, ARequestIsSeenByBothAndAcceptedByAskingBack) {
  EXPECT_THAT(of("ann"), IsEmpty());
  ask("ann", "bob");
  EXPECT_THAT(of("ann"), ElementsAre("requested bob"));
  EXPECT_THAT(of("bob"), ElementsAre("incoming ann"));
  ask("bob", "ann");
  EXPECT_THAT(of("ann"), ElementsAre("friends bob"));
  EXPECT_THAT(of("bob"), ElementsAre("friends ann"));
  ask("bob", "ann");
  reopen();
  EXPECT_THAT(of("ann"), ElementsAre("friends bob")) << "asking again changes nothing";
}

TEST_P(StoreFriendships, NamesAreThoseLastShown) {
  ask("ann", "bob");
  const auto incoming = store().friends_of(UserId("bob")).value();
  EXPECT_EQ(incoming.front().profile, (party::Profile{"Name of ann", "https://example.org/ann"}));
  EXPECT_EQ(incoming.front().since, noon);
  EXPECT_EQ(store().friends_of(UserId("ann")).value().front().profile.display_name, "bob") << "never seen: the id";
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {seat_of("bob")})), "ok");
  EXPECT_EQ(store().friends_of(UserId("ann")).value().front().profile.display_name, "Name of bob");
}

TEST_P(StoreFriendships, RemovingEndsDeclinesAndTakesBack) {
  befriend("ann", "bob");
  ASSERT_EQ(change("bob", FriendAction::remove, "ann"), "ok");
  EXPECT_THAT(of("ann"), IsEmpty());
  EXPECT_THAT(of("bob"), IsEmpty());
  ask("ann", "bob");
  ASSERT_EQ(change("bob", FriendAction::remove, "ann"), "ok");
  EXPECT_THAT(of("ann"), IsEmpty());
  ask("ann", "bob");
  ASSERT_EQ(change("ann", FriendAction::remove, "bob"), "ok");
  EXPECT_THAT(of("bob"), IsEmpty());
  EXPECT_EQ(change("ann", FriendAction::remove, "bob"), "ok") << "nothing to remove is fine";
}

TEST_P(StoreFriendships, ABlockEndsAFriendshipAndHidesWhatComes) {
  befriend("ann", "bob");
  ASSERT_EQ(change("ann", FriendAction::block, "bob"), "ok");
  EXPECT_THAT(of("ann"), ElementsAre("blocked bob"));
  EXPECT_THAT(of("bob"), IsEmpty());
  ask("bob", "ann");
  EXPECT_THAT(of("bob"), ElementsAre("requested ann")) << "who is blocked is not told";
  EXPECT_THAT(of("ann"), ElementsAre("blocked bob"));
  ASSERT_EQ(change("ann", FriendAction::remove, "bob"), "ok");
  EXPECT_THAT(of("ann"), ElementsAre("blocked bob")) << "removing does not lift a block";
  ask("bob", "ann");
  ASSERT_EQ(change("ann", FriendAction::unblock, "bob"), "ok");
  EXPECT_THAT(of("ann"), ElementsAre("incoming bob"));
  ASSERT_EQ(change("ann", FriendAction::unblock, "bob"), "ok");
}

TEST_P(StoreFriendships, BothMayBlockAndAskingTakesOnesOwnBack) {
  ASSERT_EQ(change("ann", FriendAction::block, "bob"), "ok");
  ASSERT_EQ(change("bob", FriendAction::block, "ann"), "ok");
  ask("ann", "bob");
  EXPECT_THAT(of("ann"), ElementsAre("requested bob"));
  EXPECT_THAT(of("bob"), ElementsAre("blocked ann"));
  ASSERT_EQ(change("ann", FriendAction::remove, "bob"), "ok");
  EXPECT_THAT(of("bob"), ElementsAre("blocked ann"));
}

TEST_P(StoreFriendships, TheyAreListedByStateAndId) {
  befriend("ann", "eve");
  befriend("ann", "bob");
  ask("ann", "zoe");
  ask("dan", "ann");
  ASSERT_EQ(change("ann", FriendAction::block, "troll"), "ok");
  EXPECT_THAT(of("ann"), ElementsAre("friends bob", "friends eve", "requested zoe", "incoming dan", "blocked troll"));
}

TEST_P(StoreFriendships, AreLimitedInNumberAndByTime) {
  EXPECT_EQ(change("ann", FriendAction::request, "bob", 1), "ok");
  EXPECT_EQ(change("ann", FriendAction::request, "eve", 1), "conflict");
  EXPECT_EQ(change("ann", FriendAction::block, "eve", 1), "conflict");
  EXPECT_EQ(change("ann", FriendAction::block, "bob", 1), "ok") << "a link there is may change";
  limit = {1, Millis{3'600'000}};
  EXPECT_EQ(change("dan", FriendAction::request, "eve"), "ok");
  EXPECT_EQ(change("dan", FriendAction::request, "bob"), "rate_limited");
  EXPECT_EQ(change("dan", FriendAction::block, "bob"), "rate_limited");
  EXPECT_EQ(change("dan", FriendAction::remove, "eve"), "ok");
  EXPECT_THAT(of("dan"), IsEmpty());
}

}  // namespace
}  // namespace matinee::storage
