// LeaseOwnership: which parties are this server's, by leases in the database all servers of the cluster share. A server
// has one lease, whatever it owns, and renews it on a thread of its own; claims wait on another, and so does what is
// to be noted of servers that are gone.
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
  /// The lease had run out before it was renewed, by the database's clock or by this server's: parties may have been
  /// taken meanwhile.
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

/// How long the leases that renew may wait for an answer. A quarter of that is added before they give their connection
/// up: about a quarter of the lease altogether, so that a connection gone dead costs a renewal and not the lease.
constexpr Millis renewal_patience(Millis lifetime) {
  return lifetime / 6;
}

/// A connection for each thread that asks the database, so that none waits for what another one does.
struct LeaseConnections {
  std::unique_ptr<storage::Leases> renewing;  ///< waits no longer than renewal_patience()
  std::unique_ptr<storage::Leases> claiming;
  std::unique_ptr<storage::Leases> noting;  ///< that servers are gone
};

class LeaseOwnership final : public Ownership {
 public:
  /// `clock` is kept right from here, and outlives it.
  LeaseOwnership(LeaseOptions options, LeaseConnections connections, ClusterClock& clock);
  ~LeaseOwnership() override;

  /// Stops the threads: claims that wait are still answered, later ones with `Unknown`. The lease is given up: parties
  /// can be taken at once. Idempotent.
  void stop();

  /// Takes the lease, sets the clock, and begins to renew; once, before claims. Errors: the database's, several times.
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
