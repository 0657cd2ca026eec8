// Joining, leaving, roles, kicks, and how a party ends.
#include <gtest/gtest.h>

#include "party/forgotten.hpp"
#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class Membership : public ::testing::Test {
 protected:
  Membership() {
    scene.connect("host");
    scene.enter("ann");
    scene.enter("bob");
  }
  Scene scene;
};

// ---- Joining.

TEST_F(Membership, ANewcomerIsAViewer) {
  scene.now += 5s;
  EXPECT_EQ(scene.join("eve"), "seated eve as viewer");
  EXPECT_EQ(scene.seat("eve").joined_at, scene.now);
  EXPECT_EQ(scene.seat("eve").connections, 0U);
  EXPECT_EQ(scene.seat("eve").profile, Scene::profile("eve"));
}

TEST_F(Membership, RejoiningKeepsSeatAndRole) {
  scene.role("ann", Role::co_host);
  const auto joined = scene.seat("ann").joined_at;
  scene.now += 1h;
  EXPECT_EQ(scene.join("ann"), "nothing");
  EXPECT_EQ(scene.join("host"), "nothing");
  EXPECT_EQ(scene.seat("ann").role, Role::co_host);
  EXPECT_EQ(scene.seat("host").role, Role::host);
  EXPECT_EQ(scene.seat("ann").joined_at, joined);
}

TEST_F(Membership, RejoiningBringsANewProfile) {
  EXPECT_EQ(scene.give("ann", Join{{"Ann", "https://example.org/ann.png"}}),
            "profile of ann: Ann <https://example.org/ann.png>");
  EXPECT_EQ(scene.give("ann", Connect{{"Anna", std::nullopt}}), "profile of ann: Anna; ann +1");
}

TEST_F(Membership, AnInvitationLetsInWhateverTheVisibility) {
  for (const Visibility visibility : {Visibility::private_, Visibility::friends, Visibility::public_}) {
    scene.party.visibility = visibility;
    EXPECT_EQ(scene.peek("eve", Join{Scene::profile("eve"), true}), "seated eve as viewer");
  }
}

TEST_F(Membership, TheIdLetsInToPublicPartiesAlone) {
  const Join by_id{Scene::profile("eve"), false};
  scene.party.visibility = Visibility::private_;
  EXPECT_EQ(scene.peek("eve", by_id), "refused: not_invited");
  EXPECT_EQ(scene.peek("ann", Join{Scene::profile("ann"), false}), "nothing") << "who has a seat needs no invitation";
  scene.party.visibility = Visibility::friends;
  EXPECT_EQ(scene.peek("eve", by_id), "refused: not_invited");
  scene.party.visibility = Visibility::public_;
  EXPECT_EQ(scene.peek("eve", by_id), "seated eve as viewer");
}

TEST_F(Membership, AFullPartyTakesNobodyButItsOwn) {
  scene.party.max_participants = 3;
  EXPECT_EQ(scene.join("eve"), "refused: seats_full");
  EXPECT_EQ(scene.join("ann"), "nothing");
  scene.give("bob", Leave{});
  EXPECT_EQ(scene.join("eve"), "seated eve as viewer");
}

TEST_F(Membership, SeatsCountConnectedOrNot) {
  scene.party.max_participants = 3;
  scene.give("bob", Disconnect{true});
  EXPECT_EQ(scene.join("eve"), "refused: seats_full");
}

TEST_F(Membership, TheServersCapCountsToo) {
  scene.limits.max_participants = 3;
  EXPECT_EQ(scene.join("eve"), "refused: seats_full");
}

// ---- Leaving, and who follows.

TEST_F(Membership, AViewerLeaves) {
  EXPECT_EQ(scene.give("ann", Leave{}), "ann left");
  EXPECT_EQ(scene.party.roster.count(UserId{"ann"}), 0U);
  EXPECT_EQ(scene.party.connected, 2U);
  EXPECT_EQ(scene.give("ann", Leave{}), "refused: not_participant");
}

TEST_F(Membership, WhoeverLeftComesBackAsAViewer) {
  scene.role("ann", Role::co_host);
  scene.give("ann", Leave{});
  EXPECT_EQ(scene.join("ann"), "seated ann as viewer");
}

TEST_F(Membership, TheHostsRolePassesToTheCoHost) {
  scene.role("bob", Role::co_host);
  EXPECT_EQ(scene.give("host", Leave{}), "host left; bob co-host -> host");
  EXPECT_EQ(scene.party.host, UserId{"bob"});
  EXPECT_EQ(scene.party.status, Status::active);
  EXPECT_EQ(scene.join("host"), "seated host as viewer");
}

TEST_F(Membership, OrToTheViewerLongestThere) {
  EXPECT_EQ(scene.give("host", Leave{}), "host left; ann viewer -> host");
}

TEST_F(Membership, ABlipIsNoReasonToEndTheParty) {
  scene.give("ann", Disconnect{});
  scene.give("bob", Disconnect{});
  EXPECT_EQ(scene.give("host", Leave{}), "host left; ann viewer -> host");
  EXPECT_EQ(scene.party.status, Status::active);
}

TEST_F(Membership, WithNobodyConnectedThePartyEnds) {
  for (const char* user : {"ann", "bob"}) {
    scene.give(user, Disconnect{});
    scene.give(user, GraceOver{});
  }
  EXPECT_EQ(scene.give("host", Leave{}), "host left; ended last left");
  EXPECT_EQ(scene.party.status, Status::ended);
}

TEST_F(Membership, ALastHostEndsTheParty) {
  Scene alone;
  EXPECT_EQ(alone.give("host", Leave{}), "host left; ended last left");
  EXPECT_EQ(alone.party.host, UserId{"host"}) << "an ended party names its last host";
}

TEST_F(Membership, ADroppedHostHasNotLeft) {
  scene.give("host", Disconnect{});
  scene.give("host", GraceOver{});
  EXPECT_EQ(scene.party.host, UserId{"host"});
  EXPECT_EQ(scene.seat("host").role, Role::host);
}

// ---- Roles.

TEST_F(Membership, TheHostPromotesAndDemotes) {
  EXPECT_EQ(scene.give("host", SetRole{UserId{"ann"}, Role::co_host}), "ann viewer -> co-host");
  EXPECT_EQ(scene.give("host", SetRole{UserId{"ann"}, Role::co_host}), "nothing");
  EXPECT_EQ(scene.give("host", SetRole{UserId{"ann"}, Role::viewer}), "ann co-host -> viewer");
}

// ---- Being forgotten.

TEST_F(Membership, WhoIsForgottenLosesTheSeatAndMayComeBack) {
  EXPECT_EQ(scene.give("ann", Forget{}), "ann forgotten; ann left");
  EXPECT_EQ(scene.give("ann", Forget{}), "ann forgotten") << "who has no seat may have said something";
  EXPECT_EQ(scene.join("ann"), "seated ann as viewer");
}

TEST_F(Membership, TheForgottenHostIsFollowedAsOneWhoLeaves) {
  scene.role("bob", Role::co_host);
  EXPECT_EQ(scene.give("host", Forget{}), "host forgotten; host left; bob co-host -> host");
  scene.give("ann", Leave{});
  EXPECT_EQ(scene.give("bob", Forget{}), "bob forgotten; bob left; ended last left");
  EXPECT_EQ(scene.give("bob", Forget{}), "nothing");
}

TEST_F(Membership, AForgottenUserStaysKickedAndMuted) {
  scene.give("host", SetMute{UserId{"bob"}});
  scene.give("host", Kick{UserId{"ann"}});
  scene.give("ann", Forget{});
  scene.give("bob", Forget{});
  EXPECT_EQ(scene.join("ann"), "refused: kicked");
  scene.join("bob");
  EXPECT_EQ(scene.give("bob", Chat{MessageId{"m"}, "hello"}), "refused: muted");
}

TEST_F(Membership, WhatTheForgottenQueuedIsNobodys) {
  const auto item = [](const char* id, const char* user) {
    return std::make_shared<const QueueItem>(
        QueueItem{QueueItemId{id}, ClipId{"clip"}, std::nullopt, std::nullopt, {UserId{user}, "Name"}});
  };
  Queue queue;
  queue.current = item("1", "ann");
  queue.entries = {{item("2", "bob"), 10}, {item("3", "ann"), 20}};
  scene.party.queue = std::make_shared<const Queue>(queue);
  const QueuePtr before = scene.party.queue;
  scene.give("eve", Forget{});
  EXPECT_EQ(scene.party.queue, before) << "nothing of theirs: nothing is copied";
  scene.give("ann", Forget{});
  EXPECT_EQ(scene.party.queue->current->added_by, forgotten_person);
  EXPECT_EQ(scene.party.queue->entries[0].item, before->entries[0].item);
  EXPECT_EQ(scene.party.queue->entries[1].item->added_by, forgotten_person);
  EXPECT_EQ(before->current->added_by.user, UserId{"ann"}) << "who holds the queue as it was keeps it so";
}

TEST_F(Membership, AnOperatorEndsAParty) {
  EXPECT_EQ(scene.give("", Close{}), "ended by operator");
  EXPECT_EQ(scene.give("", Close{}), "nothing");
  EXPECT_EQ(scene.give("host", Close{}), "refused: management_denied");
}

TEST_F(Membership, HandingOverLeavesACoHost) {
  EXPECT_EQ(scene.give("host", SetRole{UserId{"ann"}, Role::host}), "ann viewer -> host; host host -> co-host");
  EXPECT_EQ(scene.party.host, UserId{"ann"});
  EXPECT_EQ(scene.give("host", SetRole{UserId{"bob"}, Role::co_host}), "refused: management_denied");
  EXPECT_EQ(scene.give("ann", SetRole{UserId{"host"}, Role::viewer}), "host co-host -> viewer");
}

TEST_F(Membership, TheHostIsNeverDemoted) {
  EXPECT_EQ(scene.give("host", SetRole{UserId{"host"}, Role::viewer}), "refused: invalid_target");
  EXPECT_EQ(scene.give("host", SetRole{UserId{"host"}, Role::co_host}), "refused: invalid_target");
  EXPECT_EQ(scene.give("host", SetRole{UserId{"host"}, Role::host}), "nothing");
}

TEST_F(Membership, RolesAreForParticipants) {
  EXPECT_EQ(scene.give("host", SetRole{UserId{"eve"}, Role::co_host}), "refused: unknown_target");
}

// ---- Kicks.

TEST_F(Membership, AKickSticksUntilLifted) {
  EXPECT_EQ(scene.give("host", Kick{UserId{"ann"}}), "kick of ann; ann removed");
  EXPECT_EQ(scene.party.connected, 2U);
  EXPECT_EQ(scene.join("ann"), "refused: kicked");
  EXPECT_EQ(scene.connect("ann"), "refused: kicked");
  EXPECT_EQ(scene.give("ann", Chat{}), "refused: not_participant");
  EXPECT_EQ(scene.give("host", Kick{UserId{"ann"}}), "nothing");
  EXPECT_EQ(scene.give("host", LiftKick{UserId{"ann"}}), "kick lifted of ann");
  EXPECT_EQ(scene.connect("ann"), "refused: not_participant") << "the seat is gone; the invitation is needed again";
  EXPECT_EQ(scene.join("ann"), "seated ann as viewer");
}

TEST_F(Membership, APublicPartyKeepsTheKickedOutToo) {
  scene.party.visibility = Visibility::public_;
  scene.give("host", Kick{UserId{"ann"}});
  EXPECT_EQ(scene.give("ann", Join{Scene::profile("ann"), false}), "refused: kicked");
}

TEST_F(Membership, ACoHostCanBeKicked) {
  scene.role("ann", Role::co_host);
  EXPECT_EQ(scene.give("host", Kick{UserId{"ann"}}), "kick of ann; ann removed");
}

TEST_F(Membership, KicksNeedATarget) {
  EXPECT_EQ(scene.give("host", Kick{UserId{"host"}}), "refused: invalid_target");
  EXPECT_EQ(scene.give("host", Kick{UserId{"eve"}}), "refused: unknown_target");
  EXPECT_EQ(scene.give("host", LiftKick{UserId{"ann"}}), "refused: unknown_target");
}

// ---- Ends.

TEST_F(Membership, TheHostEndsIt) {
  EXPECT_EQ(scene.give("host", End{}), "ended by host");
  EXPECT_EQ(scene.give("host", End{}), "nothing") << "ending twice is no error";
  EXPECT_EQ(scene.party.roster.size(), 3U) << "seats outlive the party: their holders may still look at it";
}

TEST_F(Membership, LeavingAnEndedPartyKeepsTheRecord) {
  scene.give("host", End{});
  EXPECT_EQ(scene.give("ann", Leave{}), "nothing");
  EXPECT_EQ(scene.give("host", Leave{}), "nothing");
  EXPECT_EQ(scene.party.roster.size(), 3U);
}

TEST_F(Membership, ItExpiresOnlyWhileNobodyIsConnected) {
  EXPECT_EQ(scene.give("", Expire{}), "nothing");
  for (const char* user : {"host", "ann"}) scene.give(user, Disconnect{true});
  EXPECT_EQ(scene.give("", Expire{}), "nothing") << "bob is still there";
  scene.give("bob", Disconnect{false});
  EXPECT_EQ(scene.give("", Expire{}), "ended nobody connected");
  EXPECT_EQ(scene.give("", Expire{}), "nothing");
}

// ---- Who did it.

TEST_F(Membership, RolesAndKicksNameWhoGaveThem) {
  const Person host{UserId{"host"}, "Name of host"};
  const Outcome hand_over = scene.decide("host", SetRole{UserId{"ann"}, Role::host});
  ASSERT_TRUE(hand_over);
  for (const Effect& effect : hand_over.value()) EXPECT_EQ(std::get<RoleChanged>(effect).by, host);
  const Outcome kick = scene.decide("host", Kick{UserId{"ann"}});
  ASSERT_TRUE(kick);
  EXPECT_EQ(std::get<Unseated>(kick.value().back()).by, host);
}

/// Nobody gave the role to the one who follows, and nobody else made the host leave.
TEST_F(Membership, WhatHappensByItselfNamesNobody) {
  const Outcome outcome = scene.decide("host", Leave{});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(std::get<Unseated>(outcome.value().at(0)).by, std::nullopt);
  EXPECT_EQ(std::get<RoleChanged>(outcome.value().at(1)).by, std::nullopt);
}

}  // namespace
}  // namespace matinee::party
