// Which submissions exclude each other on a database that several servers write to.
#include "storage/sql_locks.hpp"

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::set<std::string> names(std::vector<Submission> submissions) {
  return names_to_lock(submissions);
}

ChangeFriendship asks(const std::string& user, const std::string& other) {
  return {UserId(user), {"Name of " + user, std::nullopt}, UserId(other), FriendAction::request, 500};
}

TEST(SqlLocks, WhatIsCountedIsLockedByKindAndUserOnceABatch) {
  EXPECT_THAT(names({TakeToken{token_of("bob", "join")}, CreateParty{token_of("bob"), party_of("p", "ABC234")},
                     TakeToken{token_of("ann", "join")}, TakeToken{token_of("bob", "join")}}),
              ElementsAre("create bob", "join ann", "join bob"));
}

TEST(SqlLocks, BothSidesOfAFriendshipAreLockedWhoeverAsks) {
  EXPECT_THAT(names({asks("ann", "bob")}), ElementsAre("friend ann", "friend bob"));
  EXPECT_EQ(names({asks("ann", "bob")}), names({asks("bob", "ann")}));
}

TEST(SqlLocks, ChangesOfPartiesLockNothingBeyondTheirRows) {
  EXPECT_THAT(names({change_of("p", 0, {}), NoteEmptySince{PartyId("p"), std::nullopt}}), IsEmpty());
}

}  // namespace
}  // namespace matinee::storage
