// ClusterNode: one server of the simulated cluster: the real engine with one shard, over storage, leases and a network
// that move only when the simulation has them move. A server that is started again is a new one, with a new name.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/wall_clock.hpp"
#include "cluster_leases.hpp"
#include "cluster_network.hpp"
#include "deferred_storage.hpp"
#include "engine/engine.hpp"
#include "engine/manual_executor_test_support.hpp"
#include "metrics/metrics.hpp"
#include "storage/memory_store.hpp"

namespace matinee::simulator {

/// What the servers of a cluster share; outlives them.
struct ClusterSurroundings {
  const PartyId party;
  ManualClock clock{};
  ManualWallClock wall_clock{};
  metrics::Metrics metrics{"simulation"};
  std::shared_ptr<storage::MemoryDatabase> database = std::make_shared<storage::MemoryDatabase>();
  ClusterLeases leases{clock};
  ClusterNetwork network{};
};

class ClusterNode {
 public:
  explicit ClusterNode(ClusterSurroundings& surroundings);
  ~ClusterNode();

  ClusterNode(const ClusterNode&) = delete;
  ClusterNode& operator=(const ClusterNode&) = delete;

  /// `seed`: of its engine's pauses.
  void start(std::string name, std::uint32_t seed);
  /// Gone at once, with what it has asked of storage and has not got. Its sockets are detached before.
  void kill();

  const std::string& name() const { return name_; }
  bool exists() const { return engine_ != nullptr; }
  /// It exists and is not frozen.
  bool running() const { return exists() && !frozen; }
  engine::Shard& shard() const { return engine_->shard(0); }
  StorageQueue& storage() { return queue_; }
  /// Waits for storage or for a claim.
  bool has_work() const;
  bool has_claims() const;

  /// One turn of its loop.
  void turn();
  /// What the database does with its next claim or release.
  void answer_claim();
  /// Its lease is renewed if it is time, and it hears who is alive.
  void renew_if_due();
  void receive(const Parcel& parcel);
  void on_network(bool up);

  bool frozen = false;

 private:
  class Ownership;
  class Bus;

  void build_engine(std::uint32_t seed);
  void renew();

  ClusterSurroundings& surroundings_;
  std::string name_;
  StorageQueue queue_;
  std::unique_ptr<engine::testing::ManualExecutor> executor_;
  std::unique_ptr<Ownership> ownership_;
  std::unique_ptr<Bus> bus_;
  std::optional<engine::ClusterParts> parts_;
  std::unique_ptr<storage::GroupCommitter> committer_;
  std::unique_ptr<storage::Reader> reader_;
  std::unique_ptr<engine::Engine> engine_;
  std::set<std::string> known_alive_;
  ServerTime renew_at_{};
};

}  // namespace matinee::simulator
