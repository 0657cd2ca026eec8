// Sockets that come and go: who counts as there, and when the others are told.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class Presence : public ::testing::Test {
 protected:
  Presence() {
    scene.connect("host");
    scene.join("ann");
  }
  Scene scene;
};

TEST_F(Presence, TheFirstConnectionIsAnnounced) {
  EXPECT_EQ(scene.connect("ann"), "ann +1; ann present");
  EXPECT_EQ(scene.party.connected, 2U);
  EXPECT_TRUE(scene.seat("ann").announced);
}

TEST_F(Presence, ASecondTabIsNot) {
  scene.connect("ann");
  EXPECT_EQ(scene.connect("ann"), "ann +1");
  EXPECT_EQ(scene.seat("ann").connections, 2U);
  EXPECT_EQ(scene.party.connected, 2U) << "users, not sockets";
}

TEST_F(Presence, OnlyTheLastTabCounts) {
  scene.connect("ann");
  scene.connect("ann");
  EXPECT_EQ(scene.give("ann", Disconnect{true}), "ann -1");
  EXPECT_EQ(scene.give("ann", Disconnect{true}), "ann -1; ann absent");
  EXPECT_EQ(scene.party.connected, 1U);
}

TEST_F(Presence, ACleanCloseIsToldAtOnceAndKeepsTheSeat) {
  scene.connect("ann");
  EXPECT_EQ(scene.give("ann", Disconnect{true}), "ann -1; ann absent");
  EXPECT_EQ(scene.seat("ann").role, Role::viewer);
  EXPECT_EQ(scene.give("ann", GraceOver{}), "nothing");
}

TEST_F(Presence, ADropIsToldAfterTheGraceTime) {
  scene.connect("ann");
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "ann -1");
  EXPECT_TRUE(scene.seat("ann").announced);
  EXPECT_EQ(scene.give("ann", GraceOver{}), "ann absent");
  EXPECT_EQ(scene.give("ann", GraceOver{}), "nothing");
}

TEST_F(Presence, ABlipIsInvisible) {
  scene.connect("ann");
  scene.give("ann", Disconnect{false});
  EXPECT_EQ(scene.connect("ann"), "ann +1");
  EXPECT_EQ(scene.give("ann", GraceOver{}), "nothing");
}

TEST_F(Presence, ComingBackAfterTheGraceTimeIsAnnounced) {
  scene.connect("ann");
  scene.give("ann", Disconnect{false});
  scene.give("ann", GraceOver{});
  EXPECT_EQ(scene.connect("ann"), "ann +1; ann present");
}

TEST_F(Presence, WhoeverVanishesStopsTyping) {
  scene.connect("ann");
  scene.connect("ann");
  scene.give("ann", SetTyping{true});
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "ann -1") << "the other tab may be typing";
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "ann -1; ann stopped typing");
}

TEST_F(Presence, AUserHasSoManyConnectionsAndNoMore) {
  scene.limits.connections_per_user = 2;
  scene.connect("ann");
  scene.connect("ann");
  EXPECT_EQ(scene.connect("ann"), "refused: connections_full");
  EXPECT_EQ(scene.connect("host"), "host +1") << "each user has their own count";
  scene.give("ann", Disconnect{false});
  EXPECT_EQ(scene.connect("ann"), "ann +1");
}

/// Reachable when the server's cap was lowered below the seats already given.
TEST_F(Presence, TheCapHoldsForThoseConnected) {
  scene.limits.max_participants = 1;
  EXPECT_EQ(scene.connect("ann"), "refused: seats_full");
  EXPECT_EQ(scene.connect("host"), "host +1") << "a second tab takes no place";
  scene.give("host", Disconnect{true});
  scene.give("host", Disconnect{true});
  EXPECT_EQ(scene.connect("ann"), "ann +1; ann present");
}

TEST_F(Presence, AClosedSocketOfSomebodyGoneIsNothing) {
  scene.connect("ann");
  scene.give("ann", Leave{});
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "nothing");
  EXPECT_EQ(scene.give("ann", GraceOver{}), "nothing");
  EXPECT_EQ(scene.party.connected, 1U);
}

TEST_F(Presence, ADisconnectWithoutAConnectionIsNothing) {
  EXPECT_EQ(scene.give("ann", Disconnect{true}), "nothing");
  EXPECT_EQ(scene.party.connected, 1U);
}

}  // namespace
}  // namespace matinee::party
