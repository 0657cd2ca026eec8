// LeaseOwnership: which parties are this server's, by leases in the database all servers of the cluster share. A server
// has one lease, whatever it owns, and renews it on a thread of its own; claims wait on another.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "cluster/cluster_clock.hpp"
#include "cluster/ownership.hpp"
#include "storage/leases.hpp"

namespace matinee::cluster {

/// Called on the thread that renews.
struct LeaseEvents {
  /// The lease had run out before it could be renewed: parties may have been taken meanwhile.
  std::function<void()> on_lapsed;
  /// The lease was renewed.
  std::function<void()> on_renewed;
  /// A server is not alive any more.
  std::function<void(const std::string& node)> on_gone;
};

struct LeaseOptions {
  std::string node;         ///< this server's name, never used by a process before
  Millis lifetime{2'000};   ///< of a lease that is not renewed
  std::size_t most_claims = 65'536;  ///< that may wait at once; further ones get `Unknown`
};

class LeaseOwnership final : public Ownership {
 public:
  /// `renewing` and `claiming` are used on one thread each. `clock` is kept right from here. All outlive it.
  LeaseOwnership(LeaseOptions options, std::unique_ptr<storage::Leases> renewing,
                 std::unique_ptr<storage::Leases> claiming, ClusterClock& clock);
  ~LeaseOwnership() override;

  /// Stops the threads: claims that wait are still answered, later ones with `Unknown`. The lease is given up: parties
  /// can be taken at once. Idempotent.
  void stop();

  /// Takes the lease, sets the clock, and begins to renew; once, before claims. Errors: the database's.
  storage::StoreResult<void> start(LeaseEvents events);

  void claim(const PartyId& party, std::function<void(Claim)> done) override;
  void release(const PartyId& party) override;
  void forget(const PartyId& party) override;
  bool holds() const override;

  /// Any thread. From now on parties that nobody has go to other servers, while there are any.
  void hand_over();
  /// Any thread. The other servers that are alive, in order.
  std::vector<std::string> others() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::cluster
