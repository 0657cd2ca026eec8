#include "cluster/lease_ownership.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/backoff.hpp"
#include "base/log.hpp"
#include "cluster/abandoned_parties.hpp"

namespace matinee::cluster {
namespace {

using Steady = std::chrono::steady_clock::time_point;

/// A lease is renewed so often within its lifetime: one lost renewal costs nothing.
constexpr int renewals_in_lifetime = 4;
/// The share of a lease's lifetime a server counts on: its clock may run slower than the database's.
constexpr double trusted_share = 0.9;
/// Others' leases are looked at this long after their end: it is known by milliseconds.
constexpr Millis after_end{2};
constexpr int samples_at_start = 5;
constexpr int attempts_at_start = 5;
/// After a renewal that failed the next one follows after this share of a lease's lifetime, and ever later then, until
/// they are as far apart as those that succeed.
constexpr int first_pauses_in_lifetime = 40;
/// What could not be noted of servers that are gone is tried again after so many lifetimes at the latest.
constexpr int lifetimes_until_noted = 4;
/// Claims and releases that the database is asked for together.
constexpr std::size_t most_asked_at_once = 256;
/// What is known of others' parties; more than that is asked for anew.
constexpr std::size_t most_known_owners = 100'000;
/// Owners change without telling: what was heard of them holds so long.
constexpr std::chrono::seconds owner_known_for{2};

/// The server among `nodes` for a party that nobody has: the same wherever it is asked, and evenly spread (rendezvous
/// hashing, Thaler and Ravishankar 1998).
const std::string& choose(const std::vector<std::string>& nodes, const PartyId& party) {
  return *std::max_element(nodes.begin(), nodes.end(), [&](const std::string& one, const std::string& other) {
    const std::hash<std::string> hash;
    return hash(one + party.str()) < hash(other + party.str());
  });
}

}  // namespace

class LeaseOwnership::Impl {
 public:
  Impl(LeaseOptions options, LeaseConnections connections, ClusterClock& clock)
      : options_(std::move(options)),
        renewing_(std::move(connections.renewing)),
        claiming_(std::move(connections.claiming)),
        clock_(clock),
        pause_(options_.lifetime / first_pauses_in_lifetime, options_.lifetime / renewals_in_lifetime),
        abandoned_(std::move(connections.noting),
                   {options_.lifetime / renewals_in_lifetime, options_.lifetime * lifetimes_until_noted}) {}

  ~Impl() { stop(); }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (claimer_.joinable()) claimer_.join();
    if (renewer_.joinable()) renewer_.join();
    abandoned_.stop();
    // What can't be told the database is found out by it when the lease runs out.
    if (std::exchange(started_, false)) (void)renewing_->retire(options_.node);
  }

  storage::StoreResult<void> start(LeaseEvents events) {
    events_ = std::move(events);
    auto taken = take_lease();
    for (int attempt = 1; !taken && attempt < attempts_at_start; ++attempt) {
      std::this_thread::sleep_for(pause_.next());
      taken = take_lease();
    }
    if (!taken) return taken.error();
    pause_.reset();
    started_ = true;
    renewer_ = std::thread([this] { keep_renewing(); });
    claimer_ = std::thread([this] { serve_claims(); });
    return success();
  }

  void claim(const PartyId& party, std::function<void(Claim)> done) {
    std::optional<Claim> known;
    {
      const std::lock_guard lock(mutex_);
      known = known_owner(party);
      if (!known && (stopping_ || waiting_.size() >= options_.most_claims)) known = Claim{Unknown{}};
      if (!known) waiting_.push_back({party, std::move(done)});
    }
    if (known) return done(*known);
    changed_.notify_all();
  }

  void release(const PartyId& party) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      waiting_.push_back({party, nullptr});
    }
    changed_.notify_all();
  }

  void forget(const PartyId& party) {
    const std::lock_guard lock(mutex_);
    owners_.erase(party);
  }

  bool holds() const {
    return std::chrono::steady_clock::now().time_since_epoch().count() < trusted_until_.load(std::memory_order_acquire);
  }

  void hand_over() {
    const std::lock_guard lock(mutex_);
    handing_over_ = true;
  }

  std::vector<std::string> others() const {
    const std::lock_guard lock(mutex_);
    return others_;
  }

 private:
  /// A claim, or, without somebody to answer, a release.
  struct Waiting {
    PartyId party;
    std::function<void(Claim)> done;
  };
  struct KnownOwner {
    std::string node;
    Steady until;
  };

  bool is_alive(const std::string& node) const { return std::binary_search(others_.begin(), others_.end(), node); }

  std::optional<Claim> known_owner(const PartyId& party) {
    const auto found = owners_.find(party);
    if (found == owners_.end()) return std::nullopt;
    if (found->second.until > std::chrono::steady_clock::now() && is_alive(found->second.node)) {
      return Claim{Elsewhere{found->second.node}};
    }
    owners_.erase(found);
    return std::nullopt;
  }

  // ---- The thread that renews, and before it the one that starts.

  storage::StoreResult<void> take_lease() {
    for (int i = 0; i < samples_at_start; ++i) {
      if (auto read = read_clock(); !read) return read.error();
    }
    if (auto renewed = renew(); !renewed) return renewed.error();
    return look_around();
  }

  storage::StoreResult<void> read_clock() {
    const Steady asked = std::chrono::steady_clock::now();
    const auto told = renewing_->now();
    if (!told) return told.error();
    clock_.observe(told.value(), asked, std::chrono::steady_clock::now());
    return success();
  }

  /// `unbroken` needs both clocks. The database's knows of a machine that was suspended and of its own steps; this
  /// one's knows how long the answer took, in which others may have seen the old lease's end.
  storage::StoreResult<storage::Renewal> renew() {
    const Steady begun = std::chrono::steady_clock::now();
    const auto renewed = renewing_->renew(options_.node, options_.lifetime);
    if (!renewed) return renewed;
    const bool in_time = holds();
    const auto trusted = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        options_.lifetime * trusted_share);
    trusted_until_.store((begun + trusted).time_since_epoch().count(), std::memory_order_release);
    return in_time ? renewed.value() : storage::Renewal::anew;
  }

  storage::StoreResult<void> look_around() {
    const auto alive = renewing_->alive();
    const Steady seen = std::chrono::steady_clock::now();
    first_to_end_ = seen + options_.lifetime;
    if (!alive) return alive.error();
    std::vector<std::string> others;
    for (const storage::LiveNode& node : alive.value()) {
      if (node.name == options_.node) continue;
      others.push_back(node.name);
      first_to_end_ = std::min(first_to_end_, seen + node.remaining + after_end);
    }
    std::vector<std::string> gone;
    {
      const std::lock_guard lock(mutex_);
      std::set_difference(others_.begin(), others_.end(), others.begin(), others.end(), std::back_inserter(gone));
      others_ = std::move(others);
      std::erase_if(owners_, [this](const auto& entry) { return !is_alive(entry.second.node); });
    }
    for (const std::string& node : gone) {
      log::warn("node_gone", {{"node", node}});
      events_.on_gone(node);
    }
    if (!gone.empty()) abandoned_.note();
    return success();
  }

  /// Returns when the next renewal is due.
  Steady renew_once() {
    const Steady begun = std::chrono::steady_clock::now();
    const auto renewed = renew();
    if (!renewed) {
      const bool known = std::exchange(renewal_fails_, true);
      if (!known) log::error("lease_not_renewed", {{"reason", renewed.error().message}});
      return std::chrono::steady_clock::now() + pause_.next();
    }
    pause_.reset();
    if (std::exchange(renewal_fails_, false)) log::info("lease_renewed");
    if (renewed.value() == storage::Renewal::anew) {
      log::warn("lease_lapsed");
      events_.on_lapsed();
    }
    events_.on_renewed();
    (void)look_around();  // what fails is looked at again with the next renewal
    (void)read_clock();
    return begun + options_.lifetime / renewals_in_lifetime;
  }

  void keep_renewing() {
    Steady renew_at = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      if (std::chrono::steady_clock::now() >= renew_at) {
        renew_at = renew_once();
      } else {
        (void)look_around();  // somebody's lease has come to its end
      }
      lock.lock();
      changed_.wait_until(lock, std::min(renew_at, first_to_end_), [this] { return stopping_; });
    }
  }

  // ---- The thread that claims.

  void serve_claims() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const std::vector<Waiting> next = take_alike();
      lock.unlock();
      next.front().done ? claim_all(next) : release_all(next);
      lock.lock();
    }
  }

  /// The first that wait and are of one kind, so that what is wanted of a party is done in its order. With one commit:
  /// a server that is gone leaves all of its parties at once.
  std::vector<Waiting> take_alike() {
    std::vector<Waiting> taken;
    const bool claims = waiting_.front().done != nullptr;
    while (!waiting_.empty() && taken.size() < most_asked_at_once && (waiting_.front().done != nullptr) == claims) {
      taken.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    return taken;
  }

  void release_all(const std::vector<Waiting>& releases) {
    // A party that can't be released and that nobody uses waits for whoever claims it next.
    (void)claiming_->release(parties_of(releases), options_.node);
  }

  void claim_all(const std::vector<Waiting>& claims) {
    std::map<std::string, std::vector<Waiting>> by_taker;
    for (const Waiting& claim : claims) by_taker[heir_of(claim.party).value_or(options_.node)].push_back(claim);
    for (const auto& [taker, alike] : by_taker) {
      const std::vector<Claim> answers = ask(parties_of(alike), taker);
      for (std::size_t i = 0; i < alike.size(); ++i) alike[i].done(answers[i]);
    }
  }

  static std::vector<PartyId> parties_of(const std::vector<Waiting>& waiting) {
    std::vector<PartyId> parties;
    for (const Waiting& one : waiting) parties.push_back(one.party);
    return parties;
  }

  std::vector<Claim> ask(const std::vector<PartyId>& parties, const std::string& taker) {
    const std::vector<Claim> unknown(parties.size(), Claim{Unknown{}});
    if (taker == options_.node && !holds()) return unknown;
    const auto claimed = claiming_->claim(parties, taker);
    if (!claimed) return unknown;
    std::vector<Claim> answers;
    for (std::size_t i = 0; i < parties.size(); ++i) answers.push_back(answer_of(parties[i], claimed.value()[i]));
    return answers;
  }

  Claim answer_of(const PartyId& party, const std::optional<storage::PartyClaim>& claim) {
    if (!claim) return Lease{};  // there is no such party, as whoever loads it will see
    if (claim->owner == options_.node) return Lease{claim->epoch};
    const std::lock_guard lock(mutex_);
    if (owners_.size() >= most_known_owners) owners_.clear();
    owners_[party] = {claim->owner, std::chrono::steady_clock::now() + owner_known_for};
    return Elsewhere{claim->owner};
  }

  /// Whom a party goes to that would be this server's; nothing: it stays.
  std::optional<std::string> heir_of(const PartyId& party) const {
    const std::lock_guard lock(mutex_);
    if (!handing_over_ || others_.empty()) return std::nullopt;
    return choose(others_, party);
  }

  const LeaseOptions options_;
  const std::unique_ptr<storage::Leases> renewing_;
  const std::unique_ptr<storage::Leases> claiming_;
  ClusterClock& clock_;
  LeaseEvents events_;
  bool started_ = false;
  bool renewal_fails_ = false;  ///< of the thread that renews, as are the next two
  Backoff pause_;               ///< after a renewal that failed
  Steady first_to_end_{};       ///< when the first of the others' leases ends, unless it is renewed
  std::atomic<std::chrono::steady_clock::rep> trusted_until_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool handing_over_ = false;
  std::deque<Waiting> waiting_;
  std::vector<std::string> others_;  ///< sorted
  std::unordered_map<PartyId, KnownOwner> owners_;

  AbandonedParties abandoned_;
  std::thread renewer_;
  std::thread claimer_;
};

LeaseOwnership::LeaseOwnership(LeaseOptions options, LeaseConnections connections, ClusterClock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(connections), clock)) {}
LeaseOwnership::~LeaseOwnership() = default;

storage::StoreResult<void> LeaseOwnership::start(LeaseEvents events) {
  return impl_->start(std::move(events));
}
void LeaseOwnership::stop() {
  impl_->stop();
}
void LeaseOwnership::claim(const PartyId& party, std::function<void(Claim)> done) {
  impl_->claim(party, std::move(done));
}
void LeaseOwnership::release(const PartyId& party) {
  impl_->release(party);
}
void LeaseOwnership::forget(const PartyId& party) {
  impl_->forget(party);
}
bool LeaseOwnership::holds() const {
  return impl_->holds();
}
void LeaseOwnership::hand_over() {
  impl_->hand_over();
}
std::vector<std::string> LeaseOwnership::others() const {
  return impl_->others();
}

}  // namespace matinee::cluster
