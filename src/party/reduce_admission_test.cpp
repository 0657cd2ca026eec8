// Getting in: invitations, the password, the waiting room, and taking the role of the host back.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class Admitting : public ::testing::Test {
 protected:
  Admitting() {
    scene.connect("host");
    for (const char* user : {"cohost", "viewer"}) scene.enter(user);
    scene.role("cohost", Role::co_host);
  }
  std::string invite(const char* user, const char* id, std::optional<std::uint32_t> max_uses = {},
                     std::optional<Millis> expires_in = {}) {
    return scene.give(user, CreateInvitation{InvitationId{id}, std::string{"CODE"} + id, {}, expires_in, max_uses});
  }
  std::string come_by(const char* user, const char* id) {
    return scene.give(user, Join{Scene::profile(user), true, std::string{"CODE"} + id});
  }
  std::string join(const char* user, std::optional<std::string> password_fits = std::nullopt) {
    return scene.give(user, Join{Scene::profile(user), true, {}, std::move(password_fits)});
  }
  void set(std::optional<bool> approval, std::optional<bool> locked = std::nullopt) {
    SettingsPatch patch;
    patch.approval = approval;
    patch.locked = locked;
    scene.give("host", ChangeSettings{patch});
  }
  bool has_seat(const char* user) const { return find(scene.party.roster, UserId{user}) != nullptr; }
  std::string answer(const char* user, const char* about, bool admit) {
    return scene.give(user, AnswerJoinRequest{UserId{about}, admit});
  }

  Scene scene;
};

class Invitations : public Admitting {};
class Passwords : public Admitting {};
class WaitingRoom : public Admitting {};
class Reclaiming : public Admitting {};

TEST_F(Invitations, LetInAndAreCounted) {
  EXPECT_EQ(invite("host", "i"), "invitation i by host");
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
  EXPECT_EQ(come_by("bob", "i"), "i used by bob; seated bob as viewer");
  EXPECT_EQ(admission_of(scene.party).invitations.at(InvitationId{"i"}).uses, 2U);
}

TEST_F(Invitations, AreMadeByHostAndCoHosts) {
  EXPECT_EQ(invite("cohost", "i"), "invitation i by cohost");
  EXPECT_EQ(invite("viewer", "j"), "refused: moderation_denied");
  EXPECT_EQ(invite("stranger", "k"), "refused: not_participant");
}

TEST_F(Invitations, OfOneUseLetInOne) {
  invite("host", "i", 1);
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
  EXPECT_EQ(come_by("bob", "i"), "refused: invitation_invalid");
  EXPECT_EQ(come_by("ann", "i"), "nothing") << "with a seat, coming again uses nothing";
  EXPECT_EQ(admission_of(scene.party).invitations.at(InvitationId{"i"}).uses, 1U);
}

TEST_F(Invitations, WhoHasASeatUsesNone) {
  invite("host", "i", 1);
  EXPECT_EQ(come_by("viewer", "i"), "nothing");
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
}

TEST_F(Invitations, WhoLeftNeedsAnother) {
  invite("host", "i", 1);
  come_by("ann", "i");
  scene.give("ann", Leave{});
  EXPECT_EQ(come_by("ann", "i"), "refused: invitation_invalid");
}

TEST_F(Invitations, Expire) {
  invite("host", "i", {}, 60s);
  scene.now += 59'999ms;
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
  scene.now += 1ms;
  EXPECT_EQ(come_by("bob", "i"), "refused: invitation_invalid");
}

TEST_F(Invitations, AreRevoked) {
  invite("host", "i");
  EXPECT_EQ(scene.give("viewer", RevokeInvitation{InvitationId{"i"}}), "refused: moderation_denied");
  EXPECT_EQ(scene.give("cohost", RevokeInvitation{InvitationId{"i"}}), "no invitation i");
  EXPECT_EQ(scene.give("host", RevokeInvitation{InvitationId{"i"}}), "refused: no_such_invitation");
  EXPECT_EQ(come_by("ann", "i"), "refused: invitation_invalid");
  EXPECT_FALSE(scene.party.admission) << "nothing is kept of what is not there";
}

TEST_F(Invitations, ThatWereNeverThereLetNobodyIn) {
  EXPECT_EQ(come_by("ann", "i"), "refused: invitation_invalid");
}

TEST_F(Invitations, OpenNeitherALockNorAKickNorAFullParty) {
  invite("host", "i");
  scene.give("host", Kick{UserId{"viewer"}});
  EXPECT_EQ(come_by("viewer", "i"), "refused: kicked");
  set({}, true);
  EXPECT_EQ(come_by("ann", "i"), "refused: party_locked");
  set({}, false);
  scene.party.max_participants = scene.party.roster.size();
  EXPECT_EQ(come_by("ann", "i"), "refused: seats_full");
  EXPECT_EQ(admission_of(scene.party).invitations.at(InvitationId{"i"}).uses, 0U);
}

TEST_F(Invitations, HaveABoundAndSpentOnesMakeRoom) {
  for (std::size_t i = 0; i < most_invitations; ++i) invite("host", std::to_string(i).c_str(), 1);
  EXPECT_EQ(invite("host", "more"), "refused: too_many_invitations");
  come_by("ann", "7");
  EXPECT_EQ(invite("host", "more"), "no invitation 7; invitation more by host");
  EXPECT_EQ(admission_of(scene.party).invitations.size(), most_invitations);
}

TEST_F(Passwords, AreAskedOfWhoComesByTheCode) {
  EXPECT_EQ(scene.give("host", SetPassword{"hash"}),
            "password set; settings: waiting off, pauses after a seek");
  EXPECT_TRUE(scene.party.settings.has_password);
  EXPECT_EQ(join("ann"), "refused: password_required");
  EXPECT_EQ(join("ann", ""), "refused: wrong_password");
  EXPECT_EQ(join("ann", "hash of before"), "refused: wrong_password");
  EXPECT_EQ(join("ann", "hash"), "seated ann as viewer");
  EXPECT_EQ(join("ann"), "nothing") << "with a seat, nobody is asked";
}

TEST_F(Passwords, AreAskedInPublicPartiesToo) {
  scene.party.visibility = Visibility::public_;
  scene.give("host", SetPassword{"hash"});
  EXPECT_EQ(scene.give("ann", Join{Scene::profile("ann"), false}), "refused: password_required");
}

TEST_F(Passwords, AreNotAskedOfTheInvited) {
  scene.give("host", SetPassword{"hash"});
  invite("cohost", "i");
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
}

TEST_F(Passwords, AreTheHostsAlone) {
  EXPECT_EQ(scene.give("cohost", SetPassword{"hash"}), "refused: management_denied");
  EXPECT_EQ(scene.give("viewer", SetPassword{"hash"}), "refused: management_denied");
  scene.give("host", SetPassword{"hash"});
  EXPECT_EQ(scene.give("host", SetPassword{"other"}), "password set") << "what is shown did not change";
  EXPECT_EQ(scene.give("host", SetPassword{}), "password gone; settings: waiting off, pauses after a seek");
  EXPECT_EQ(scene.give("host", SetPassword{}), "nothing");
  EXPECT_FALSE(scene.party.settings.has_password);
  EXPECT_EQ(join("ann"), "seated ann as viewer");
}

TEST_F(WaitingRoom, HoldsWhoComesUntilTheyAreAdmitted) {
  set(true);
  EXPECT_EQ(join("ann"), "ann waits");
  EXPECT_EQ(join("ann"), "nothing") << "asking again changes nothing";
  EXPECT_FALSE(has_seat("ann"));
  EXPECT_EQ(answer("viewer", "ann", true), "refused: moderation_denied");
  EXPECT_EQ(answer("cohost", "ann", true), "ann admitted by cohost; seated ann as viewer");
  EXPECT_EQ(answer("host", "ann", true), "refused: no_join_request");
  EXPECT_EQ(join("ann"), "nothing");
  EXPECT_FALSE(scene.party.admission);
}

TEST_F(WaitingRoom, SendsAwayForAWhile) {
  set(true);
  join("ann");
  EXPECT_EQ(answer("host", "ann", false), "ann declined by host");
  EXPECT_EQ(answer("host", "ann", false), "nothing");
  EXPECT_EQ(join("ann"), "refused: join_declined for 3600000ms");
  EXPECT_EQ(scene.give("ann", WithdrawJoinRequest{}), "nothing") << "a refusal is not taken back by leaving";
  scene.now += 600s;
  EXPECT_EQ(join("ann"), "refused: join_declined for 3000000ms");
  scene.now += scene.limits.join_request_ttl;
  EXPECT_EQ(join("ann"), "ann expired; ann waits");
}

TEST_F(WaitingRoom, ARefusalCanBeThoughtOver) {
  set(true);
  join("ann");
  answer("host", "ann", false);
  EXPECT_EQ(answer("cohost", "ann", true), "ann admitted by cohost; seated ann as viewer");
}

TEST_F(WaitingRoom, RequestsAreForgottenAfterATime) {
  set(true);
  join("ann");
  scene.now += scene.limits.join_request_ttl;
  EXPECT_EQ(answer("host", "ann", true), "refused: no_join_request");
  EXPECT_EQ(join("bob"), "ann expired; bob waits");
}

TEST_F(WaitingRoom, WhoWaitsMayGoAgain) {
  set(true);
  join("ann");
  EXPECT_EQ(scene.give("ann", WithdrawJoinRequest{}), "ann withdrawn");
  EXPECT_EQ(answer("host", "ann", true), "refused: no_join_request");
  EXPECT_EQ(scene.give("bob", WithdrawJoinRequest{}), "nothing");
}

TEST_F(WaitingRoom, HasABound) {
  set(true);
  scene.limits.join_requests = 2;
  join("ann");
  join("bob");
  EXPECT_EQ(join("cat"), "refused: waiting_room_full");
  answer("host", "ann", false);
  EXPECT_EQ(join("cat"), "cat waits") << "who was declined takes no place";
}

TEST_F(WaitingRoom, TheInvitedPassByIt) {
  set(true);
  invite("host", "i");
  EXPECT_EQ(come_by("ann", "i"), "i used by ann; seated ann as viewer");
  join("bob");
  EXPECT_EQ(come_by("bob", "i"), "i used by bob; bob admitted; seated bob as viewer");
}

TEST_F(WaitingRoom, ComesBehindThePassword) {
  set(true);
  scene.give("host", SetPassword{"hash"});
  EXPECT_EQ(join("ann"), "refused: password_required");
  EXPECT_EQ(join("ann", "hash"), "ann waits");
}

TEST_F(WaitingRoom, AdmitsNobodyBeyondTheSeats) {
  set(true);
  join("ann");
  scene.party.max_participants = scene.party.roster.size();
  EXPECT_EQ(answer("host", "ann", true), "refused: seats_full");
  EXPECT_EQ(join("bob"), "refused: seats_full");
}

TEST_F(WaitingRoom, IsEmptiedInOrderWhenTheHostOpensTheParty) {
  set(true);
  join("bob");
  scene.now += 1s;
  join("ann");
  join("cat");
  answer("host", "cat", false);
  scene.party.max_participants = scene.party.roster.size() + 1;
  set(false);
  EXPECT_TRUE(has_seat("bob")) << "who waited longest";
  EXPECT_FALSE(has_seat("ann")) << "there was one seat";
  EXPECT_FALSE(has_seat("cat")) << "who was declined stays declined";
}

TEST_F(WaitingRoom, StaysAsItIsWhenTheHostLocksTheParty) {
  set(true);
  join("ann");
  set(false, true);
  EXPECT_FALSE(has_seat("ann"));
  EXPECT_EQ(answer("host", "ann", true), "ann admitted by host; seated ann as viewer") << "the host decides each";
}

TEST_F(Reclaiming, WorksAfterSuccession) {
  scene.give("host", Leave{});
  ASSERT_EQ(scene.party.host.str(), "cohost");
  EXPECT_EQ(scene.give("host", Reclaim{}), "refused: not_participant");
  join("host");
  EXPECT_EQ(scene.give("host", Reclaim{}), "host viewer -> host; cohost host -> co-host");
  EXPECT_EQ(scene.party.host.str(), "host");
  EXPECT_EQ(scene.give("host", Reclaim{}), "nothing") << "is host already";
  EXPECT_FALSE(scene.party.admission);
}

TEST_F(Reclaiming, OutlastsFurtherSuccessionsAndHandOvers) {
  scene.give("host", Leave{});
  scene.give("cohost", SetRole{UserId{"viewer"}, Role::host});
  scene.give("viewer", Leave{});
  join("host");
  EXPECT_EQ(scene.give("host", Reclaim{}), "host viewer -> host; cohost host -> co-host");
}

TEST_F(Reclaiming, EndsWithAHandOver) {
  scene.give("host", SetRole{UserId{"cohost"}, Role::host});
  EXPECT_EQ(scene.give("host", Reclaim{}), "refused: no_claim");
  scene.give("cohost", SetRole{UserId{"host"}, Role::host});
  scene.give("host", Leave{});
  join("host");
  EXPECT_EQ(scene.give("host", Reclaim{}), "refused: no_claim") << "given away once, given away";
}

TEST_F(Reclaiming, IsForTheCreatorAlone) {
  scene.give("host", Leave{});
  EXPECT_EQ(scene.give("viewer", Reclaim{}), "refused: no_claim");
  scene.give("cohost", Leave{});
  join("cohost");
  EXPECT_EQ(scene.give("cohost", Reclaim{}), "refused: no_claim") << "who was host by succession has no claim";
}

}  // namespace
}  // namespace matinee::party
