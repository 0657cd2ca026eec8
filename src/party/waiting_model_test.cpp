// Random evenings with a party that waits, against a plain second opinion that keeps no index and looks at everyone
// each time; and what must hold whatever happened: no hold outlives its deadline, nobody's budget is exceeded, and who
// does not report holds nobody.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

constexpr std::array<const char*, 6> members{"host", "ann", "bob", "cat", "dan", "eve"};

/// The rules of waiting as they are told to members. Time in milliseconds.
class PlainWaiting {
 public:
  struct Member {
    bool reporting = false, ready = false, loading = false, excused = false, ignored = false, held = false;
    long reported = 0, held_since = 0, waited = 0;
  };

  explicit PlainWaiting(const WaitingLimits& limits) : limits_(limits) {}

  /// Time passes; what ends in between ends at its moment.
  void wait(long ms) {
    for (long i = 0; i < ms; ++i) {
      ++now;
      settle();
    }
  }

  void report(const std::string& user, bool ready) {
    give_up();
    Member& member = members[user];
    if (!member.reporting) {
      member.loading = !playing;
      member.excused = playing && !ready;
    } else if (member.ready && !ready) {
      member.loading = !playing && !holding;
    }
    member.reporting = true;
    member.reported = now;
    if (ready) member.excused = false;
    set_ready(member, ready);
    settle();
  }
  void disconnect(const std::string& user) {
    Member& member = members[user];
    set_ready(member, true);
    member.reporting = member.ready = member.excused = false;
    settle();
  }
  void ignore(const std::string& user, bool ignore) {
    if (members[user].ignored == ignore) return;
    members[user].ignored = ignore;
    if (!members[user].ready) members[user].excused = true;
    settle();
  }
  void set_policy(WaitingPolicy next) {
    policy = next;
    settle();
  }
  void play() {
    respite = shortest_hold_respite.count();
    if (playing) return;
    if (holding) {
      for (auto& [user, member] : members) {
        if (is_late(user, member)) member.excused = true;
      }
      set(true, false);
    } else {
      const bool wait = must_wait();
      set(!wait, wait);
    }
    settle();
  }
  void pause() {
    respite = shortest_hold_respite.count();
    set(false, false);
    settle();
  }
  void jump(bool new_clip, bool goes) {
    respite = shortest_hold_respite.count();
    set(false, false);
    for (auto& [user, member] : members) {
      if (new_clip) member.waited = 0;
      if (new_clip) member.excused = false;
      member.ready = false;
      member.loading = true;
    }
    const bool wait = must_wait();
    set(goes && !wait, goes && wait);
    settle();
  }

  std::set<std::string> waited_for() const {
    std::set<std::string> users;
    if (!holding) return users;
    for (const auto& [user, member] : members) {
      if (is_late(user, member)) users.insert(user);
    }
    return users;
  }

  long now = 0;
  bool playing = false;
  bool holding = false;
  long held_since = 0;
  long released = -shortest_hold_respite.count();  ///< when the last hold ended by itself
  long respite = shortest_hold_respite.count();
  WaitingPolicy policy = WaitingPolicy::off;
  std::map<std::string, Member> members;

 private:
  bool considered(const std::string& user, const Member& member) const {
    if (policy == WaitingPolicy::host && user != "host") return false;
    return member.reporting && !member.ignored && now < member.reported + report_freshness.count();
  }
  long budget_left(const Member& member) const { return limits_.budget.count() - member.waited; }
  long deadline(const Member& member) const {
    const long longest = (member.loading ? limits_.loading_max : limits_.stalled_max).count();
    return std::min(member.held_since + std::min(longest, budget_left(member)),
                    held_since + limits_.loading_max.count());
  }
  bool is_late(const std::string& user, const Member& member) const {
    if (!considered(user, member) || member.ready || member.excused || budget_left(member) <= 0) return false;
    return !member.held || now < deadline(member);
  }
  bool must_wait() const {
    long late = 0, ready = 0;
    for (const auto& [user, member] : members) {
      if (is_late(user, member)) ++late;
      if (considered(user, member) && member.ready) ++ready;
    }
    if (policy == WaitingPolicy::off) return false;
    if (policy == WaitingPolicy::quorum) return 2 * ready < ready + late;
    return late > 0;
  }
  void release(Member& member) {
    if (!member.held) return;
    member.held = false;
    member.waited += std::max(now - member.held_since, member.loading ? 0L : least_stall.count());
  }
  void set_ready(Member& member, bool ready) {
    if (ready) release(member);
    member.ready = ready;
  }
  void set(bool plays, bool holds) {
    for (auto& [user, member] : members) release(member);
    playing = plays;
    holding = holds;
    if (!holds) return;
    held_since = now;
  }
  /// Who is held and late no longer was given up, fell silent, or is not considered any more.
  void give_up() {
    for (auto& [user, member] : members) {
      const bool silent = member.reporting && now >= member.reported + report_freshness.count();
      const bool over = member.held && considered(user, member) && !member.ready && now >= deadline(member);
      if (over) member.excused = true;
      if (silent) member.reporting = false;
      if (holding && !is_late(user, member)) release(member);
    }
  }
  void settle() {
    give_up();
    if (playing && must_wait() && now >= released + respite) {
      const bool in_a_row = now - released < respites_of_calm * respite;
      respite = in_a_row ? std::min(2 * respite, longest_hold_respite.count()) : shortest_hold_respite.count();
      set(false, true);
    }
    if (holding && !must_wait()) {
      set(true, false);
      released = now;
    }
    for (auto& [user, member] : members) {
      if (!holding || member.held || !is_late(user, member)) continue;
      member.held = true;
      member.held_since = now;
    }
  }

  WaitingLimits limits_;
};

class Evening {
 public:
  explicit Evening(std::uint32_t seed) : random_(seed), plain_(limits()) {
    scene.limits.waiting = limits();
    scene.limits.status = {1'000'000, 60s};
    scene.connect("host");
    for (const char* user : members) {
      if (user != std::string{"host"}) scene.enter(user);
    }
    plain_.now = (scene.now - testing::start).count();
    scene.give("host", Skip{ClipId{"A"}});
    plain_.jump(true, true);
  }

  void step() {
    pass(one_in(15) ? below(11'000) : below(1'500));
    const std::string user = members[below(members.size())];
    act(user);
    history += fmt::format("+{} {}\n", plain_.now, last_);
    scene.review();
    look();
  }

  Scene scene;
  std::string history;
  int holds = 0;
  int given_up = 0;

 private:
  /// Small, so that deadlines and budgets are met often.
  static WaitingLimits limits() { return {3s, 7s, 12s}; }
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  void pass(std::size_t ms) {
    const std::string done = scene.wait(Millis{ms});
    if (done.find("given up") != std::string::npos) ++given_up;
    plain_.wait(static_cast<long>(ms));
  }

  void say(const std::string& user, const Command& command) {
    last_ = user + ": " + testing::text_of(command);
    const bool held = scene.party.playback.holding;
    scene.give(user, command);
    scene.review();
    if (!held && scene.party.playback.holding) ++holds;
  }

  void act(const std::string& user) {
    const std::string host = scene.party.host.str();
    const bool connected = scene.seat(user).connections > 0;
    switch (below(24)) {
      case 0:
        say(host, Play{});
        return plain_.play();
      case 1:
        say(host, Pause{});
        return plain_.pause();
      case 2: {
        const bool resume = !one_in(3);
        const bool goes = resume && is_going(scene.party.playback);
        say(host, Seek{Millis{below(90'000)}, resume});
        return plain_.jump(false, goes);
      }
      case 3:
        say(host, Skip{ClipId{"A"}});
        return plain_.jump(true, true);
      case 4: {
        const auto policy = static_cast<WaitingPolicy>(below(4));
        say(host, ChangeSettings{{policy, std::nullopt}});
        return plain_.set_policy(policy);
      }
      case 5: {
        const bool ignore = one_in(3);
        say(user, IgnoreWait{ignore});
        return plain_.ignore(user, ignore);
      }
      case 6:
        if (!connected || user == host) return;
        say(user, Disconnect{true});
        return plain_.disconnect(user);
      default:
        if (!connected) return say(user, Connect{Scene::profile(user)});
        return report(user);
    }
  }

  void report(const std::string& user) {
    const bool ready = !one_in(3);
    PlayerReport report;
    report.status = one_in(2) ? PlayerStatus{!ready, true} : PlayerStatus{false, ready};
    say(user, Report{report});
    plain_.report(user, ready);
  }

  void look() {
    const Party& party = scene.party;
    EXPECT_EQ(party.playback.playing, plain_.playing);
    EXPECT_EQ(party.playback.holding, plain_.holding);
    EXPECT_FALSE(party.playback.playing && party.playback.holding);
    EXPECT_EQ(party.waiting != nullptr, party.playback.holding);
    const auto next = next_review(party, scene.now, scene.limits);
    if (next) {
      EXPECT_GT(*next, scene.now) << "what is due has been done";
    }
    if (!party.playback.holding) return;
    EXPECT_NE(party.settings.waiting, WaitingPolicy::off);
    EXPECT_TRUE(next) << "a hold has an end";
    EXPECT_LE(party.readiness.hold_until(), scene.now + scene.limits.waiting.loading_max);
    EXPECT_LT(scene.now, party.readiness.hold_until()) << "and has ended by then";
    std::set<std::string> held;
    for (const Readiness::Late& late : party.readiness.held_for(scene.now)) {
      held.insert(late.user.str());
      EXPECT_LE(late.until, party.readiness.hold_until());
      EXPECT_TRUE(scene.seat(late.user.str()).report) << "who never reported is not waited for";
      EXPECT_FALSE(scene.seat(late.user.str()).ignore_wait);
    }
    EXPECT_EQ(held, plain_.waited_for());
  }

  std::mt19937 random_;
  PlainWaiting plain_;
  std::string last_;
};

TEST(WaitingModel, AgreesOverRandomEvenings) {
  int holds = 0, given_up = 0;
  for (std::uint32_t seed = 0; seed < 40 && !HasFailure(); ++seed) {
    Evening evening(seed);
    for (int step = 0; step < 400 && !HasFailure(); ++step) evening.step();
    holds += evening.holds;
    given_up += evening.given_up;
    if (HasFailure()) FAIL() << "evening " << seed << " began:\n" << evening.history;
  }
  EXPECT_GE(holds, 500) << "the party was held often enough to tell";
  EXPECT_GE(given_up, 100);
}

/// One member whose player is as bad as can be, the others' are fine: seconds held are counted from outside.
TEST(WaitingModel, NobodyHoldsForMoreThanTheirBudgetAndOneStallMore) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    std::mt19937 random(seed);
    Scene scene;
    scene.connect("host");
    scene.enter("bob");
    scene.give("host", ChangeSettings{{WaitingPolicy::everyone, std::nullopt}});
    scene.give("host", Skip{ClipId{"A"}});
    Millis held{0};
    for (int step = 0; step < 3'000; ++step) {
      const Millis pause{random() % 900};
      const bool before = scene.party.playback.holding;
      scene.wait(pause);
      if (before && scene.party.playback.holding) held += pause;
      PlayerReport report;
      scene.give("host", Report{report});
      report.status.buffering = random() % 3 != 0;
      scene.give("bob", Report{report});
      scene.review();
    }
    EXPECT_LE(held, scene.limits.waiting.budget) << "seed " << seed;
    EXPECT_GT(held, scene.limits.waiting.budget / 4) << "seed " << seed;
  }
}

}  // namespace
}  // namespace matinee::party
