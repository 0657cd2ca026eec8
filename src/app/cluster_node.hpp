// ClusterNode: what makes this process one of several that work as one server: its name and lease, the common clock, the
// bus, and what comes over it. Built on the main thread before the engine; stopped after the loops.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "app/http_relay.hpp"
#include "base/result.hpp"
#include "cluster/cluster_clock.hpp"
#include "cluster/lease_ownership.hpp"
#include "cluster/nats_bus.hpp"
#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "storage/open.hpp"

namespace matinee::app {

class ClusterNode {
 public:
  /// Sets the clock, and finds out or decides what the servers share. Errors: the database's, or a wrong URL.
  static Result<std::unique_ptr<ClusterNode>, std::string> make(const config::Settings& settings,
                                                                const storage::OpenedStores& stores);
  ~ClusterNode();

  const std::string& name() const { return name_; }
  const Clock& clock() const { return clock_; }
  const WallClock& wall_clock() const { return clock_.wall(); }
  /// The key all servers sign guests' tokens and tickets with. Secret.
  const std::string& key() const { return key_; }

  /// For the engine's constructor. Good as long as this.
  const engine::ClusterParts& parts() const { return *parts_; }

  /// Once, when the engine is there: where requests of other servers are answered, and ours are passed on.
  HttpRelay& make_relay(engine::Engine& engine);

  /// Takes the lease and opens the bus: from now on it is part of the cluster.
  Result<void, std::string> start(engine::Engine& engine);

  /// Any thread: whether more clients should come here.
  bool ready() const { return !leaving_ && ownership_->holds(); }

  /// Gives its parties to the other servers; returns when that is done, or has taken too long. Not on a shard's thread.
  void hand_over(engine::Engine& engine);

  /// Nothing comes from other servers any more, and nothing is asked of the database. Idempotent.
  void stop();

 private:
  ClusterNode(std::string name, std::string key);

  const std::string name_;
  const std::string key_;
  std::atomic<bool> leaving_ = false;
  cluster::ClusterClock clock_;
  std::unique_ptr<cluster::LeaseOwnership> ownership_;
  std::unique_ptr<cluster::NatsBus> bus_;
  std::optional<engine::ClusterParts> parts_;
  std::unique_ptr<HttpRelay> relay_;
};

}  // namespace matinee::app
