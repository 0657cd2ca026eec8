// Getting in, as the engine does it: from a code to the party, past a password that is compared elsewhere, and with the
// counts in the commit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"

namespace matinee::engine {
namespace {

using protocol::ErrorCode;
using protocol::Refusal;
using testing::Harness;
using testing::RecordingSession;
template <class T>
using Answered = Result<T, Refusal>;

class Admission : public ::testing::Test {
 protected:
  Admission() : party(harness.create("ann")) {}

  Shard& shard() { return harness.engine().shard(0); }
  template <class T, class Ask>
  Answered<T> answer(Ask ask) {
    std::optional<Answered<T>> answered;
    ask([&](const Answered<T>& result) { answered = result; });
    harness.settle();
    return answered.value();
  }
  Answered<JoinResult> join(const char* user, const std::string& code, PasswordComparison password = {}) {
    return answer<JoinResult>([&](auto reply) {
      shard().join({code, UserId{user}, {user, std::nullopt}, std::move(password)}, reply);
    });
  }
  Answered<InvitationView> invite(const char* user, NewInvitation wanted = {}) {
    return answer<InvitationView>(
        [&](auto reply) { shard().create_invitation(party.id, UserId{user}, wanted, reply); });
  }
  Answered<std::vector<InvitationView>> invitations(const char* user) {
    return answer<std::vector<InvitationView>>(
        [&](auto reply) { shard().invitations(party.id, UserId{user}, reply); });
  }
  Answered<Standing> standing(const char* user) {
    return answer<Standing>([&](auto reply) { shard().standing(party.id, UserId{user}, reply); });
  }
  Answered<std::vector<WaitingUser>> waiting_room(const char* user) {
    return answer<std::vector<WaitingUser>>(
        [&](auto reply) { shard().waiting_room(party.id, UserId{user}, reply); });
  }
  /// Compares at once, and counts how often it was asked.
  PasswordComparison showing(std::string password) {
    return [this, password](const std::string& hash, const std::function<void(Answered<bool>)>& done) {
      ++comparisons;
      done(hash == "hash of " + password);
    };
  }
  void set_password(const std::string& password) {
    ASSERT_TRUE(harness.command(party.id, "ann", party::SetPassword{"hash of " + password}));
  }
  void let_in_one_by_one() {
    party::SettingsPatch patch;
    patch.approval = true;
    ASSERT_TRUE(harness.command(party.id, "ann", party::ChangeSettings{patch}));
  }
  static ErrorCode code_of(const auto& answered) { return answered.error().code; }

  Harness harness;
  PartyView party;
  int comparisons = 0;
};

TEST_F(Admission, AnInvitationLetsInAndIsListedWithWhoCame) {
  NewInvitation wanted;
  wanted.note = "For Bob";
  wanted.max_uses = 1;
  const auto made = invite("ann", wanted);
  ASSERT_TRUE(made);
  EXPECT_EQ(made.value().invitation.code.size(), 10U);
  ASSERT_TRUE(join("bob", made.value().invitation.code));
  EXPECT_EQ(code_of(join("cat", made.value().invitation.code)), ErrorCode::invitation_invalid);
  const auto listed = invitations("ann").value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed.front().state, party::InvitationState::used_up);
  ASSERT_EQ(listed.front().used_by.size(), 1U);
  EXPECT_EQ(listed.front().used_by.front().who.user, UserId{"bob"});
}

TEST_F(Admission, InvitationsAreNotForViewersNorStrangers) {
  ASSERT_TRUE(join("bob", party.invite_code));
  EXPECT_EQ(code_of(invite("bob")), ErrorCode::unauthorized_command);
  EXPECT_EQ(code_of(invitations("bob")), ErrorCode::unauthorized_command);
  EXPECT_EQ(code_of(waiting_room("bob")), ErrorCode::unauthorized_command);
  EXPECT_EQ(code_of(invitations("eve")), ErrorCode::not_participant);
  EXPECT_EQ(code_of(waiting_room("eve")), ErrorCode::not_participant);
}

TEST_F(Admission, UsesOutlastARestart) {
  NewInvitation wanted;
  wanted.max_uses = 2;
  const std::string code = invite("ann", wanted).value().invitation.code;
  ASSERT_TRUE(join("bob", code));
  harness.restart();
  ASSERT_TRUE(join("cat", code));
  EXPECT_EQ(code_of(join("dan", code)), ErrorCode::invitation_invalid);
}

TEST_F(Admission, AUseThatIsNotStoredLetsNobodyIn) {
  NewInvitation wanted;
  wanted.max_uses = 1;
  const std::string code = invite("ann", wanted).value().invitation.code;
  harness.database().fail_all(true);
  const party::Join by_invitation{{"bob", std::nullopt}, true, code};
  EXPECT_EQ(code_of(harness.command(party.id, "bob", by_invitation)), ErrorCode::storage_unavailable);
  harness.heal_storage();
  harness.advance(Millis{1'000});
  EXPECT_EQ(code_of(standing("bob")), ErrorCode::not_found);
  ASSERT_TRUE(join("cat", code)) << "the use was not counted";
}

TEST_F(Admission, APasswordIsComparedOnlyWhereItMatters) {
  ASSERT_TRUE(join("bob", party.invite_code, showing("anything")));
  EXPECT_EQ(comparisons, 0) << "there is none";
  set_password("sesame");
  ASSERT_TRUE(join("bob", party.invite_code, showing("anything")));
  EXPECT_EQ(comparisons, 0) << "who has a seat";
  ASSERT_TRUE(join("cat", invite("ann").value().invitation.code, showing("anything")));
  EXPECT_EQ(comparisons, 0) << "who is invited";
  EXPECT_EQ(code_of(join("dan", party.invite_code)), ErrorCode::password_required);
  EXPECT_EQ(code_of(join("dan", party.invite_code, showing("wrong"))), ErrorCode::wrong_password);
  EXPECT_EQ(comparisons, 1);
  ASSERT_TRUE(join("dan", party.invite_code, showing("sesame")));
  EXPECT_EQ(comparisons, 2);
}

TEST_F(Admission, APasswordChangedMeanwhileDoesNotFitAnyMore) {
  set_password("old");
  std::function<void(Answered<bool>)> finish;
  const PasswordComparison slow = [&](const std::string& hash, const std::function<void(Answered<bool>)>& done) {
    EXPECT_EQ(hash, "hash of old");
    finish = done;
  };
  std::optional<Answered<JoinResult>> answered;
  shard().join({party.invite_code, UserId{"bob"}, {"bob", std::nullopt}, slow},
               [&](const Answered<JoinResult>& result) { answered = result; });
  harness.settle();
  ASSERT_TRUE(finish);
  EXPECT_FALSE(answered);
  set_password("new");
  finish(true);
  harness.settle();
  ASSERT_TRUE(answered);
  EXPECT_EQ(code_of(*answered), ErrorCode::wrong_password);
}

TEST_F(Admission, AComparisonThatCannotBeMadeSaysWhy) {
  set_password("sesame");
  const PasswordComparison busy = [](const std::string&, const std::function<void(Answered<bool>)>& done) {
    done(Refusal{ErrorCode::overloaded, "busy", Millis{1'000}});
  };
  EXPECT_EQ(code_of(join("bob", party.invite_code, busy)), ErrorCode::overloaded);
}

TEST_F(Admission, GuessesAreCountedPerUser) {
  set_password("sesame");
  const std::size_t most = Options{}.password_attempts.events;
  for (std::size_t i = 0; i < most; ++i) {
    EXPECT_EQ(code_of(join("bob", party.invite_code, showing("wrong"))), ErrorCode::wrong_password);
  }
  EXPECT_EQ(code_of(join("bob", party.invite_code, showing("sesame"))), ErrorCode::rate_limited);
  EXPECT_EQ(comparisons, static_cast<int>(most));
  EXPECT_TRUE(join("cat", party.invite_code, showing("sesame")));
}

TEST_F(Admission, WhoComesWaitsAndThoseWhoRunThePartyAreTold) {
  RecordingSession ann, bob;
  ASSERT_TRUE(join("bob", party.invite_code));
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  ASSERT_TRUE(harness.attach(bob, "bob", party.id, 1));
  let_in_one_by_one();
  ann.clear();
  bob.clear();
  EXPECT_EQ(join("cat", party.invite_code).value().standing, Standing::waiting);
  const auto event = ann.expect("join-requested");
  EXPECT_EQ(event.at("request").at("user_id").as_string(), "cat");
  bob.refute("join-requested");
  EXPECT_EQ(standing("cat").value(), Standing::waiting);
  ASSERT_EQ(waiting_room("ann").value().size(), 1U);
  harness.restart();
  EXPECT_EQ(standing("cat").value(), Standing::waiting);
  RecordingSession ann_again;
  ASSERT_TRUE(harness.attach(ann_again, "ann", party.id));
  harness.say(ann_again, R"({"type":"admit","user_id":"cat"})");
  EXPECT_EQ(ann_again.expect("join-request-answered").at("answer").as_string(), "admitted");
  EXPECT_EQ(standing("cat").value(), Standing::admitted);
  EXPECT_EQ(join("cat", party.invite_code).value().standing, Standing::admitted);
}

TEST_F(Admission, WhoIsDeclinedIsTold) {
  let_in_one_by_one();
  ASSERT_TRUE(join("cat", party.invite_code));
  ASSERT_TRUE(harness.command(party.id, "ann", party::AnswerJoinRequest{UserId{"cat"}, false}));
  EXPECT_EQ(standing("cat").value(), Standing::declined);
  const auto again = join("cat", party.invite_code);
  EXPECT_EQ(code_of(again), ErrorCode::join_declined);
  EXPECT_GT(again.error().retry_after, Millis{0});
  EXPECT_EQ(code_of(standing("eve")), ErrorCode::not_found);
}

TEST_F(Admission, TheCreatorReclaimsOverARestart) {
  ASSERT_TRUE(join("bob", party.invite_code));
  RecordingSession bob;
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  ASSERT_TRUE(harness.command(party.id, "ann", party::Leave{}));
  harness.restart();
  ASSERT_TRUE(join("ann", party.invite_code));
  EXPECT_TRUE(harness.details(party.id, "ann").value().may_reclaim);
  EXPECT_FALSE(harness.details(party.id, "bob").value().may_reclaim);
  ASSERT_TRUE(harness.command(party.id, "ann", party::Reclaim{}));
  EXPECT_EQ(harness.details(party.id, "ann").value().role, party::Role::host);
  EXPECT_FALSE(harness.details(party.id, "ann").value().may_reclaim);
}

}  // namespace
}  // namespace matinee::engine
