// Over leases in memory that fail, and stand still, when told to. The threads are real: tests wait for what is to
// happen.
#include "cluster/lease_ownership.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace matinee::cluster {
namespace {

using storage::PartyClaim;
using storage::Renewal;
using storage::StoreError;
using storage::StoreResult;

/// What the servers of a test share.
struct SharedLeases {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, bool> alive;
  std::map<PartyId, PartyClaim> owners;
  bool failing = false;
  bool renewals_wait = false;        ///< for an answer of the database
  bool claims_wait = false;          ///< likewise
  bool notes_wait = false;           ///< likewise, what is noted of servers that are gone
  std::size_t notes_that_fail = 0;   ///< the next ones
  std::size_t noted = 0;
  Millis remaining{1'000};  ///< of everybody's lease
  int claims = 0;    ///< and releases: how often the database was asked
  int releases = 0;
  std::size_t renewals = 0;
  std::size_t looks = 0;  ///< at who is alive

  void set_alive(const std::string& node, bool is_alive) {
    const std::lock_guard lock(mutex);
    alive[node] = is_alive;
  }
  void set_failing(bool now_failing) {
    const std::lock_guard lock(mutex);
    failing = now_failing;
  }
  void set(bool SharedLeases::*switched, bool on) {
    const std::lock_guard lock(mutex);
    this->*switched = on;
    changed.notify_all();
  }
  /// Returns when a renewal waits that began after this was called.
  void hold_renewals() {
    std::unique_lock lock(mutex);
    renewals_wait = true;
    changed.wait(lock, [this, begun = renewals] { return renewals > begun; });
  }
  void await_noted() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return noted > 0; });
  }
  /// Somebody is in the middle of a claim, which comes to an end when `claims_wait` is not set any more.
  void await_claims(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return claims >= count; });
  }
  /// The lease has been renewed so often from now on.
  void await_renewals(std::size_t count) {
    std::unique_lock lock(mutex);
    const std::size_t wanted = renewals + count;
    changed.wait(lock, [&] { return renewals >= wanted; });
  }
};

class MemoryLeases final : public storage::Leases {
 public:
  explicit MemoryLeases(SharedLeases& shared) : shared_(shared) {}

  StoreResult<ServerTime> now() override { return from_unix_ms(1'735'732'800'000); }
  StoreResult<Renewal> renew(const std::string& node, Millis) override {
    std::unique_lock lock(shared_.mutex);
    ++shared_.renewals;
    shared_.changed.notify_all();
    shared_.changed.wait(lock, [this] { return !shared_.renewals_wait; });
    if (shared_.failing) return StoreError{};
    return std::exchange(shared_.alive[node], true) ? Renewal::unbroken : Renewal::anew;
  }
  StoreResult<void> retire(const std::string& node) override {
    const std::lock_guard lock(shared_.mutex);
    shared_.alive.erase(node);
    return success();
  }
  StoreResult<std::vector<storage::LiveNode>> alive() override {
    const std::lock_guard lock(shared_.mutex);
    ++shared_.looks;
    shared_.changed.notify_all();
    std::vector<storage::LiveNode> nodes;
    for (const auto& [node, is_alive] : shared_.alive) {
      if (is_alive) nodes.push_back({node, shared_.remaining});
    }
    return nodes;
  }
  StoreResult<std::vector<std::optional<PartyClaim>>> claim(std::span<const PartyId> parties,
                                                            const std::string& node) override {
    std::unique_lock lock(shared_.mutex);
    ++shared_.claims;
    shared_.changed.notify_all();
    shared_.changed.wait(lock, [this] { return !shared_.claims_wait; });
    if (shared_.failing) return StoreError{};
    std::vector<std::optional<PartyClaim>> claims;
    for (const PartyId& party : parties) {
      if (party.str() == "none") {
        claims.emplace_back();
        continue;
      }
      PartyClaim& claim = shared_.owners[party];
      if (claim.owner != node && !shared_.alive[claim.owner]) claim = {node, claim.epoch + 1};
      claims.emplace_back(claim);
    }
    return claims;
  }
  StoreResult<void> release(std::span<const PartyId> parties, const std::string& node) override {
    const std::lock_guard lock(shared_.mutex);
    ++shared_.releases;
    for (const PartyId& party : parties) {
      if (shared_.owners[party].owner == node) shared_.owners[party].owner.clear();
    }
    return success();
  }
  StoreResult<void> note_abandoned() override {
    std::unique_lock lock(shared_.mutex);
    shared_.changed.wait(lock, [this] { return !shared_.notes_wait; });
    if (shared_.notes_that_fail > 0) {
      --shared_.notes_that_fail;
      return StoreError{};
    }
    ++shared_.noted;
    shared_.changed.notify_all();
    return success();
  }
  StoreResult<std::string> secret(const std::string&, const std::string& candidate) override { return candidate; }

 private:
  SharedLeases& shared_;
};

class LeaseOwnershipTest : public testing::Test {
 protected:
  LeaseOwnershipTest() {
    const auto started = ownership_.start({[this] {
                                             if (!std::exchange(has_lapsed_, true)) lapsed_.set_value();
                                           },
                                           [] {}, [this](const std::string& node) { gone_.set_value(node); }});
    EXPECT_TRUE(started);
  }
  ~LeaseOwnershipTest() override {
    for (bool SharedLeases::*waits :
         {&SharedLeases::renewals_wait, &SharedLeases::claims_wait, &SharedLeases::notes_wait}) {
      shared_.set(waits, false);
    }
    ownership_.stop();
  }

  Claim claim(const std::string& party) {
    std::promise<Claim> answer;
    ownership_.claim(PartyId{party}, [&answer](Claim claim) { answer.set_value(std::move(claim)); });
    return answer.get_future().get();
  }
  std::string owner(const std::string& party) {
    const Claim claimed = claim(party);
    if (std::holds_alternative<Lease>(claimed)) return "mine";
    const auto* elsewhere = std::get_if<Elsewhere>(&claimed);
    return elsewhere == nullptr ? "unknown" : elsewhere->node;
  }

  bool lapses() { return lapsed_.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready; }

  SharedLeases shared_;
  ClusterClock clock_;
  bool has_lapsed_ = false;  ///< of the thread that renews
  std::promise<void> lapsed_;
  std::promise<std::string> gone_;
  LeaseOwnership ownership_{{"me", Millis{2'000}},
                            {std::make_unique<MemoryLeases>(shared_), std::make_unique<MemoryLeases>(shared_),
                             std::make_unique<MemoryLeases>(shared_)},
                            clock_};
};

TEST_F(LeaseOwnershipTest, TakesWhatNobodyHas) {
  EXPECT_EQ(owner("p"), "mine");
  EXPECT_EQ(owner("none"), "mine") << "whoever loads it sees that there is none";
}

TEST_F(LeaseOwnershipTest, WhatWaitsWhileTheDatabaseIsAskedIsAskedForTogetherAndInOrder) {
  shared_.set(&SharedLeases::claims_wait, true);
  std::vector<std::promise<Claim>> answers(1'000);
  const auto party = [](std::size_t i) { return PartyId{fmt::format("p{}", i)}; };
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ownership_.claim(party(i), [&answers, i](Claim claim) { answers[i].set_value(std::move(claim)); });
    if (i == 0) shared_.await_claims(1);
  }
  for (std::size_t i = 0; i < 500; ++i) ownership_.release(party(i));
  std::promise<Claim> again;
  ownership_.claim(party(7), [&again](Claim claim) { again.set_value(std::move(claim)); });
  shared_.set(&SharedLeases::claims_wait, false);
  for (auto& answer : answers) EXPECT_TRUE(std::holds_alternative<Lease>(answer.get_future().get()));
  EXPECT_EQ(std::get<Lease>(again.get_future().get()).epoch, 2U) << "released, and then claimed anew";
  const std::lock_guard lock(shared_.mutex);
  EXPECT_EQ(shared_.claims, 1 + 4 + 1) << "256 at once";
  EXPECT_EQ(shared_.releases, 2);
}

TEST_F(LeaseOwnershipTest, LeavesOthersWhatIsTheirs) {
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  shared_.owners[PartyId{"p"}] = {"other", 3};
  EXPECT_EQ(owner("p"), "other");
}

TEST_F(LeaseOwnershipTest, TellsOfServersThatAreGoneAndTakesTheirParties) {
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  shared_.owners[PartyId{"p"}] = {"other", 3};
  EXPECT_EQ(owner("p"), "other");
  shared_.set_alive("other", false);
  EXPECT_EQ(gone_.get_future().get(), "other");
  const Claim claimed = claim("p");
  ASSERT_TRUE(std::holds_alternative<Lease>(claimed));
  EXPECT_EQ(std::get<Lease>(claimed).epoch, 4U);
}

TEST_F(LeaseOwnershipTest, LooksAtALeaseWhenItEndsAndNotOnlyAtItsNextRenewal) {
  {
    const std::lock_guard lock(shared_.mutex);
    shared_.remaining = Millis{20};
  }
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  std::unique_lock lock(shared_.mutex);
  const std::size_t renewals = shared_.renewals;
  const std::size_t looks = shared_.looks;
  shared_.changed.wait(lock, [&] { return shared_.looks >= looks + 5; });
  EXPECT_LE(shared_.renewals, renewals + 2);
}

TEST_F(LeaseOwnershipTest, WithoutItsLeaseItDecidesNothingAndTellsWhenItHasItAgain) {
  EXPECT_TRUE(ownership_.holds());
  shared_.set_failing(true);
  while (ownership_.holds()) shared_.await_renewals(1);
  EXPECT_EQ(owner("p"), "unknown");
  shared_.set_failing(false);
  EXPECT_TRUE(lapses());
  EXPECT_TRUE(ownership_.holds());
  EXPECT_EQ(owner("p"), "mine");
}

TEST_F(LeaseOwnershipTest, ALeaseThatIsRenewedInTimeDoesNotLapse) {
  shared_.await_renewals(3);
  EXPECT_EQ(lapsed_.get_future().wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

TEST_F(LeaseOwnershipTest, ARenewalThatOutlastedTheLeaseTellsThatItLapsed) {
  shared_.hold_renewals();
  ASSERT_TRUE(ownership_.holds()) << "it began in time";
  while (ownership_.holds()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  shared_.set(&SharedLeases::renewals_wait, false);
  EXPECT_TRUE(lapses()) << "although nobody failed";
}

TEST_F(LeaseOwnershipTest, ALeaseThatRanOutByTheDatabasesClockTellsThatItLapsed) {
  shared_.set_alive("me", false);
  EXPECT_TRUE(lapses()) << "although it was in time by this server's";
  EXPECT_TRUE(ownership_.holds());
}

TEST_F(LeaseOwnershipTest, WhatIsToBeNotedOfAServerThatIsGoneIsTriedUntilItIsDone) {
  {
    const std::lock_guard lock(shared_.mutex);
    shared_.notes_that_fail = 2;
  }
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  shared_.set_alive("other", false);
  EXPECT_EQ(gone_.get_future().get(), "other");
  shared_.await_noted();
}

TEST_F(LeaseOwnershipTest, RenewsWhileItWaitsForWhatIsToBeNoted) {
  shared_.set(&SharedLeases::notes_wait, true);
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  shared_.set_alive("other", false);
  EXPECT_EQ(gone_.get_future().get(), "other");
  shared_.await_renewals(3);
  EXPECT_TRUE(ownership_.holds());
  shared_.set(&SharedLeases::notes_wait, false);
  shared_.await_noted();
}

TEST_F(LeaseOwnershipTest, HandsOverToTheOthers) {
  shared_.set_alive("other", true);
  shared_.await_renewals(2);
  EXPECT_EQ(owner("p"), "mine");
  ownership_.hand_over();
  EXPECT_EQ(owner("p"), "mine") << "what it has stays until it is released";
  ownership_.release(PartyId{"p"});
  EXPECT_EQ(owner("p"), "other");
}

TEST_F(LeaseOwnershipTest, KeepsWhatNobodyElseCouldTake) {
  ownership_.hand_over();
  EXPECT_EQ(owner("p"), "mine");
}

TEST_F(LeaseOwnershipTest, AnswersUntilItStopsAndNotAfter) {
  ownership_.stop();
  EXPECT_EQ(owner("p"), "unknown");
  EXPECT_EQ(shared_.alive.count("me"), 0U) << "its lease is given up";
}

}  // namespace
}  // namespace matinee::cluster
