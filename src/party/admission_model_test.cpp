// Thousands of random people at the door of a party: reduce() and apply() against rules written down as plainly as
// possible, and without looking at the real ones.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

constexpr int evenings = 300;
constexpr int steps_an_evening = 300;
constexpr std::size_t seats = 6;
constexpr std::size_t room_to_wait = 2;
constexpr long patience_ms = 10'000;

/// The door, as somebody would explain it who stands at it.
struct NaiveDoor {
  struct Ticket {
    int left = -1;  // -1: any number
    long until_ms = -1;
  };
  struct Asked {
    long at_ms = 0;
    bool declined = false;
  };

  std::set<std::string> inside{"host"};
  std::map<std::string, Ticket> tickets;
  std::map<std::string, Asked> asked;
  std::string password;
  bool approval = false, locked = false;
  long now_ms = 0;

  bool full() const { return inside.size() >= seats; }
  Asked* asking(const std::string& who) {
    const auto found = asked.find(who);
    return found != asked.end() && now_ms - found->second.at_ms < patience_ms ? &found->second : nullptr;
  }
  std::size_t waiting() {
    std::size_t count = 0;
    for (auto& [who, one] : asked) count += asking(who) != nullptr && !one.declined ? 1 : 0;
    return count;
  }
  void enter(const std::string& who) {
    inside.insert(who);
    asked.erase(who);
  }

  bool join(const std::string& who, const Join& how) {
    if (inside.count(who) == 1) return true;
    if (!how.invitation.empty()) {
      const auto ticket = tickets.find(how.invitation);
      if (ticket == tickets.end() || ticket->second.left == 0) return false;
      if (ticket->second.until_ms >= 0 && now_ms >= ticket->second.until_ms) return false;
      if (locked || full()) return false;
      if (ticket->second.left > 0) --ticket->second.left;
      enter(who);
      return true;
    }
    if (locked || (!password.empty() && how.password_fits != password) || full()) return false;
    if (!approval) {
      enter(who);
      return true;
    }
    if (const Asked* earlier = asking(who)) return !earlier->declined;
    if (waiting() >= room_to_wait) return false;
    asked[who] = {now_ms, false};
    return true;
  }
  bool answer(const std::string& who, bool admit) {
    Asked* one = asking(who);
    if (one == nullptr) return false;
    if (!admit && !one->declined) *one = {now_ms, true};
    if (!admit) return true;
    if (full()) return false;
    enter(who);
    return true;
  }
  void withdraw(const std::string& who) {
    const Asked* one = asking(who);
    if (one != nullptr && !one->declined) asked.erase(who);
  }
  void settings(bool approves, bool locks) {
    const bool opens = approval && !approves && !locks;
    approval = approves;
    locked = locks;
    while (opens && waiting() > 0 && !full()) {
      std::string longest;
      for (auto& [who, one] : asked) {
        if (asking(who) == nullptr || one.declined) continue;
        if (longest.empty() || one.at_ms < asked.at(longest).at_ms) longest = who;
      }
      enter(longest);
    }
  }
};

class AtTheDoor {
 public:
  explicit AtTheDoor(std::uint32_t seed) : random_(seed) {
    scene_.party.max_participants = seats;
    scene_.limits.join_requests = room_to_wait;
    scene_.limits.join_request_ttl = Millis{patience_ms};
  }

  void run() {
    for (int step = 0; step < steps_an_evening && !::testing::Test::HasFailure(); ++step) {
      const long pause = 1 + static_cast<long>(one_in(10) ? patience_ms : below(2'000));
      scene_.now += Millis{pause};
      door_.now_ms += pause;
      one_step();
      expect_agreement();
    }
    if (::testing::Test::HasFailure()) FAIL() << history_;
  }

  std::size_t entered = 0, refused = 0, admitted = 0;

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string person() { return std::string(1, static_cast<char>('a' + below(9))); }
  std::string ticket() { return "T" + std::to_string(below(6)); }

  bool give(const std::string& user, const Command& command) {
    const std::string outcome = scene_.give(user, command);
    history_ += fmt::format("{}: {} => {}\n", user, testing::text_of(command), outcome);
    return !outcome.starts_with("refused");
  }

  void one_step() {
    switch (below(12)) {
      case 0:
        return set_password();
      case 1:
        return change_settings();
      case 2:
        return make_ticket();
      case 3:
        return revoke();
      case 4:
        return leave();
      case 5:
      case 6:
        return answer();
      case 7:
        return withdraw();
      default:
        return join();
    }
  }
  void set_password() {
    door_.password = one_in(2) ? "" : one_in(2) ? "p" : "q";
    EXPECT_TRUE(give("host", SetPassword{door_.password}));
  }
  void change_settings() {
    SettingsPatch patch;
    patch.approval = one_in(2);
    patch.locked = one_in(6);
    door_.settings(*patch.approval, *patch.locked);
    EXPECT_TRUE(give("host", ChangeSettings{patch}));
  }
  void make_ticket() {
    const std::string code = ticket();
    if (door_.tickets.count(code) == 1) return;
    const int uses = one_in(2) ? -1 : 1 + static_cast<int>(below(2));
    const long lifetime = one_in(2) ? -1 : 1'000 + static_cast<long>(below(20'000));
    door_.tickets[code] = {uses, lifetime < 0 ? -1 : door_.now_ms + lifetime};
    CreateInvitation create{InvitationId{code}, code};
    if (uses > 0) create.max_uses = static_cast<std::uint32_t>(uses);
    if (lifetime > 0) create.expires_in = Millis{lifetime};
    EXPECT_TRUE(give("host", create));
  }
  void revoke() {
    const std::string code = ticket();
    EXPECT_EQ(give("host", RevokeInvitation{InvitationId{code}}), door_.tickets.erase(code) == 1);
  }
  void leave() {
    const std::string who = person();
    EXPECT_EQ(give(who, Leave{}), door_.inside.erase(who) == 1);
  }
  void answer() {
    const std::string who = person();
    const bool admit = !one_in(3);
    const bool done = door_.answer(who, admit);
    admitted += done && admit ? 1 : 0;
    EXPECT_EQ(give("host", AnswerJoinRequest{UserId{who}, admit}), done);
  }
  void withdraw() {
    const std::string who = person();
    door_.withdraw(who);
    EXPECT_TRUE(give(who, WithdrawJoinRequest{}));
  }
  void join() {
    const std::string who = person();
    Join join{Scene::profile(who)};
    if (one_in(3)) join.invitation = ticket();
    if (one_in(2)) join.password_fits = one_in(3) ? "" : one_in(2) ? "p" : "q";
    const bool in = door_.join(who, join);
    ++(in ? entered : refused);
    EXPECT_EQ(give(who, join), in);
  }

  void expect_agreement() {
    std::set<std::string> inside;
    for (const auto& [user, seat] : scene_.party.roster) inside.insert(user.str());
    EXPECT_EQ(inside, door_.inside);
    EXPECT_EQ(waiting_count(scene_.party, scene_.now, scene_.limits), door_.waiting());
    EXPECT_EQ(scene_.party.settings.has_password, !door_.password.empty());
    const Admission& admission = admission_of(scene_.party);
    EXPECT_EQ(admission.invitations.size(), door_.tickets.size());
    for (const auto& [id, invitation] : admission.invitations) {
      EXPECT_LE(invitation.uses, invitation.max_uses.value_or(invitation.uses));
    }
    for (const auto& [user, request] : admission.requests) {
      EXPECT_FALSE(inside.count(user.str()) == 1) << "nobody waits who is in";
    }
  }

  std::mt19937 random_;
  Scene scene_;
  NaiveDoor door_;
  std::string history_;
};

TEST(AdmissionModel, AgreesOverRandomSequences) {
  std::size_t entered = 0, refused = 0, admitted = 0;
  for (std::uint32_t seed = 0; seed < evenings && !HasFailure(); ++seed) {
    AtTheDoor door(seed);
    door.run();
    entered += door.entered;
    refused += door.refused;
    admitted += door.admitted;
  }
  EXPECT_GE(entered, 1'000U);
  EXPECT_GE(refused, 1'000U);
  EXPECT_GE(admitted, 100U);
}

}  // namespace
}  // namespace matinee::party
