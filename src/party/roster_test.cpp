// Names on the wire, seats that can be filled, and who follows a host who leaves.
#include "party/roster.hpp"

#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::start;
using namespace std::chrono_literals;

TEST(Names, OfRolesGoBothWays) {
  for (const auto& [role, name] :
       {std::pair{Role::host, "host"}, std::pair{Role::co_host, "co-host"}, std::pair{Role::viewer, "viewer"}}) {
    EXPECT_EQ(to_string(role), name);
    EXPECT_EQ(role_from_string(name), role);
  }
  for (const char* name : {"", "Host", "co_host", "cohost", "viewer ", "admin"}) {
    EXPECT_EQ(role_from_string(name), std::nullopt) << name;
  }
}

TEST(Names, OfVisibilityGoBothWays) {
  for (const auto& [visibility, name] :
       {std::pair{Visibility::private_, "private"}, std::pair{Visibility::public_, "public"},
        std::pair{Visibility::friends, "friends"}}) {
    EXPECT_EQ(to_string(visibility), name);
    EXPECT_EQ(visibility_from_string(name), visibility);
  }
  EXPECT_EQ(visibility_from_string("Public"), std::nullopt);
  EXPECT_EQ(visibility_from_string(""), std::nullopt);
}

TEST(Names, OfStatus) {
  EXPECT_EQ(to_string(Status::active), "active");
  EXPECT_EQ(to_string(Status::ended), "ended");
}

TEST(SeatLimit, IsTheLesserOfPartyAndServer) {
  Party party;
  Limits limits;
  party.max_participants = 5;
  limits.max_participants = 9;
  EXPECT_EQ(seat_limit(party, limits), 5U);
  limits.max_participants = 3;
  EXPECT_EQ(seat_limit(party, limits), 3U);
}

struct Candidate {
  const char* user;
  Role role;
  int joined;  ///< order of arrival
  bool connected;
};

struct SuccessionCase {
  const char* what;
  std::vector<Candidate> candidates;
  const char* expected;  ///< empty: nobody
};

class Succession : public ::testing::TestWithParam<SuccessionCase> {};

TEST_P(Succession, FollowsTheRule) {
  Roster roster;
  const auto add = [&roster](const Candidate& candidate) {
    Participant seat;
    seat.user = UserId{candidate.user};
    seat.role = candidate.role;
    seat.joined_at = start + Millis{candidate.joined};
    seat.connections = candidate.connected ? 1 : 0;
    roster.emplace(seat.user, seat);
  };
  add({"host", Role::host, 0, true});
  for (const Candidate& candidate : GetParam().candidates) add(candidate);
  const Participant* next = successor(roster, UserId{"host"});
  EXPECT_EQ(next == nullptr ? "" : next->user.str(), GetParam().expected) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Succession,
    ::testing::Values(
        SuccessionCase{"nobody else", {}, ""},
        SuccessionCase{"the only viewer, connected", {{"a", Role::viewer, 1, true}}, "a"},
        SuccessionCase{"a viewer who is away can't", {{"a", Role::viewer, 1, false}}, ""},
        SuccessionCase{"the viewer longest there",
                       {{"a", Role::viewer, 3, true}, {"b", Role::viewer, 1, true}, {"c", Role::viewer, 2, true}},
                       "b"},
        SuccessionCase{"the longest connected, not the longest away",
                       {{"a", Role::viewer, 1, false}, {"b", Role::viewer, 2, true}},
                       "b"},
        SuccessionCase{
            "a co-host before any viewer", {{"a", Role::viewer, 1, true}, {"b", Role::co_host, 9, true}}, "b"},
        SuccessionCase{"the co-host longest there",
                       {{"a", Role::co_host, 2, true}, {"b", Role::co_host, 1, true}, {"c", Role::viewer, 0, true}},
                       "b"},
        SuccessionCase{"a co-host who is away, before a viewer who is there",
                       {{"a", Role::co_host, 1, false}, {"b", Role::viewer, 2, true}},
                       "a"},
        SuccessionCase{"of two who came at once, the first by id",
                       {{"b", Role::viewer, 1, true}, {"a", Role::viewer, 1, true}},
                       "a"}));

}  // namespace
}  // namespace matinee::party
