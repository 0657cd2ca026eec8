// The contract of every Store: how people get in.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreAdmission : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }
  std::string write(std::vector<PartyWrite> writes) {
    const std::string outcome = commit_one(store(), change_of("p1", version, std::move(writes)));
    if (outcome == "ok") ++version;
    return outcome;
  }
  party::Party after_restart() {
    reopen();
    return loaded(store(), "p1");
  }
  static party::Invitation invitation(const std::string& id) {
    party::Invitation made{InvitationId(id), id == "a" ? "CODEA" : "CODEB", "For " + id, {UserId("host"), "Alice"}, noon};
    made.expires_at = noon + Millis{60'000};
    made.max_uses = 3;
    return made;
  }
  static PutInvitationUse use_of(const std::string& id, const std::string& user, Millis after = Millis{0}) {
    return {InvitationId(id), {UserId(user), "Name of " + user}, noon + after};
  }
  std::vector<std::string> uses(std::size_t limit = 100) {
    std::vector<std::string> lines;
    const auto loaded = store().load_invitation_uses(PartyId("p1"), limit).value();
    for (const InvitationUse& use : loaded) {
      lines.push_back(use.invitation.str() + " " + use.who.user.str() + " " + use.who.display_name);
    }
    return lines;
  }
  std::string party_by(const std::string& code) {
    const auto found = store().find_party_by_invitation(code).value();
    return found ? found->str() : "none";
  }

  std::uint64_t version = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreAdmission, every_backend(), backend_name);

TEST_P(StoreAdmission, AFreshPartyHasNothingOfIt) {
  const party::Party party = after_restart();
  EXPECT_FALSE(party.admission);
  EXPECT_FALSE(party.settings.has_password);
  EXPECT_TRUE(party.host_is_creator);
}

TEST_P(StoreAdmission, InvitationsAreKeptWithTheirLimits) {
  party::Invitation endless = invitation("b");
  endless.expires_at.reset();
  endless.max_uses.reset();
  ASSERT_EQ(write({PutInvitation{invitation("a")}, PutInvitation{endless}}), "ok");
  const party::Party party = after_restart();
  const auto& kept = party::admission_of(party).invitations;
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept.at(InvitationId("a")), invitation("a"));
  EXPECT_EQ(kept.at(InvitationId("b")), endless);
}

TEST_P(StoreAdmission, PartiesAreFoundByInvitation) {
  ASSERT_EQ(write({PutInvitation{invitation("a")}}), "ok");
  EXPECT_EQ(party_by("CODEA"), "p1");
  EXPECT_EQ(party_by("NONE"), "none");
}

TEST_P(StoreAdmission, UsesAreCountedAndNamed) {
  ASSERT_EQ(write({PutInvitation{invitation("a")}, PutInvitation{invitation("b")}}), "ok");
  party::Invitation used = invitation("a");
  used.uses = 2;
  ASSERT_EQ(write({seat_of("ann"), PutInvitation{used}, use_of("a", "ann"), use_of("b", "bob", Millis{5})}), "ok");
  ASSERT_EQ(write({use_of("a", "cat", Millis{9})}), "ok");
  EXPECT_EQ(party::admission_of(after_restart()).invitations.at(InvitationId("a")).uses, 2U);
  EXPECT_THAT(uses(), ElementsAre("a cat Name of cat", "b bob Name of bob", "a ann Name of ann"));
  EXPECT_THAT(uses(1), ElementsAre("a cat Name of cat"));
  ASSERT_EQ(write({use_of("a", "ann", Millis{20})}), "ok");
  EXPECT_THAT(uses(1), ElementsAre("a ann Name of ann")) << "the last use of a user counts";
}

TEST_P(StoreAdmission, RevokingForgetsTheUses) {
  ASSERT_EQ(write({PutInvitation{invitation("a")}, use_of("a", "ann")}), "ok");
  ASSERT_EQ(write({RemoveInvitation{InvitationId("a")}}), "ok");
  EXPECT_THAT(uses(), IsEmpty());
  EXPECT_FALSE(after_restart().admission);
  ASSERT_EQ(write({PutInvitation{invitation("b")}, use_of("b", "ann"), RemoveInvitation{InvitationId("b")}}), "ok");
  EXPECT_THAT(uses(), IsEmpty()) << "within one change the last write counts";
  EXPECT_FALSE(after_restart().admission);
}

TEST_P(StoreAdmission, ThePasswordIsKeptAsItsHash) {
  ASSERT_EQ(write({PutPassword{"$argon2id$hash"}}), "ok");
  party::Party party = after_restart();
  EXPECT_EQ(party::admission_of(party).password_hash, "$argon2id$hash");
  EXPECT_TRUE(party.settings.has_password);
  party::Settings settings = party.settings;
  settings.approval = true;
  ASSERT_EQ(write({PutSettings{settings}}), "ok");
  party = after_restart();
  EXPECT_EQ(party.settings, settings) << "settings leave the password alone";
  ASSERT_EQ(write({PutPassword{}}), "ok");
  party = after_restart();
  EXPECT_FALSE(party.admission);
  EXPECT_FALSE(party.settings.has_password);
}

TEST_P(StoreAdmission, APartyIsCreatedWithAPassword) {
  party::Party party = party_of("p2", "XYZ234");
  party.admission.emplace().password_hash = "$argon2id$hash";
  party.settings.has_password = true;
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party}), "ok");
  reopen();
  EXPECT_EQ(party::admission_of(loaded(store(), "p2")).password_hash, "$argon2id$hash");
  EXPECT_TRUE(loaded(store(), "p2").settings.has_password);
}

TEST_P(StoreAdmission, WhoWaitsIsKept) {
  const party::JoinRequest ann{{"Ann", "https://example.org/ann.png"}, noon};
  const party::JoinRequest bob{{"Bob", std::nullopt}, noon + Millis{5}};
  ASSERT_EQ(write({PutJoinRequest{UserId("ann"), ann}, PutJoinRequest{UserId("bob"), bob}}), "ok");
  auto requests = party::admission_of(after_restart()).requests;
  EXPECT_EQ(requests.at(UserId("ann")), ann);
  EXPECT_EQ(requests.at(UserId("bob")), bob);
  party::JoinRequest declined = ann;
  declined.declined = true;
  declined.at = noon + Millis{9};
  ASSERT_EQ(write({PutJoinRequest{UserId("ann"), declined}, RemoveJoinRequest{UserId("bob")}}), "ok");
  requests = party::admission_of(after_restart()).requests;
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests.at(UserId("ann")), declined);
}

TEST_P(StoreAdmission, TheClaimIsKept) {
  ASSERT_EQ(write({seat_of("bob", party::Role::host), RemoveSeat{UserId("host")},
                   PutHost{UserId("bob"), UserId("host")}}),
            "ok");
  party::Party party = after_restart();
  EXPECT_FALSE(party.host_is_creator);
  EXPECT_EQ(party::claim_of(party).str(), "host");
  ASSERT_EQ(write({PutHost{UserId("host"), UserId("host")}}), "ok");
  party = after_restart();
  EXPECT_TRUE(party.host_is_creator);
  EXPECT_FALSE(party.admission);
  ASSERT_EQ(write({PutHost{UserId("bob"), UserId{}}}), "ok");
  EXPECT_TRUE(party::claim_of(after_restart()).empty());
}

TEST_P(StoreAdmission, AChangeThatIsTooLateUsesNothing) {
  party::Invitation used = invitation("a");
  ASSERT_EQ(write({PutInvitation{used}}), "ok");
  used.uses = 1;
  const auto outcomes = commit(store(), {change_of("p1", 1, {seat_of("ann"), PutInvitation{used}, use_of("a", "ann")}),
                                         change_of("p1", 1, {seat_of("bob"), PutInvitation{used}, use_of("a", "bob")})});
  EXPECT_THAT(outcomes, ElementsAre("ok", "conflict"));
  EXPECT_THAT(uses(), ElementsAre("a ann Name of ann"));
  EXPECT_EQ(loaded(store(), "p1").roster.count(UserId("bob")), 0U);
}

}  // namespace
}  // namespace matinee::storage
