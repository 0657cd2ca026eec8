// ClusterWorld: several servers of a cluster on the real engine, in one thread and in simulated time, over a network, a
// database and leases that do what chance says. What may happen is a step; which step comes next is chance too, so that
// one seed is one schedule. It checks as it goes: see check() and finish().
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/wall_clock.hpp"
#include "cluster/bus.hpp"
#include "cluster/ownership.hpp"
#include "deferred_storage.hpp"
#include "engine/engine.hpp"
#include "engine/manual_executor_test_support.hpp"
#include "metrics/metrics.hpp"
#include "storage/memory_store.hpp"

namespace matinee::simulator {

class ClusterWorld {
 public:
  explicit ClusterWorld(std::uint64_t seed);
  ~ClusterWorld();

  /// So many things happen.
  void run(std::size_t steps);
  /// Everything is mended and comes to rest; then all clients must agree with the database.
  void finish();

  /// What was broken, if anything was; empty: nothing.
  const std::string& broken() const { return broken_; }

 private:
  struct Node;
  class NodeOwnership;
  class NodeBus;
  class Client;
  friend class Client;

  /// A message on its way, or something the receiver is told of its connection.
  struct Parcel {
    std::optional<PartyId> party;
    std::string bytes;
  };

  // What can happen.
  void happen();
  void work(Node& node);
  void network_step();
  void client_step();
  void pass_time(Millis time);
  void disturb();
  void kill(Node& node);
  void start(Node& node);
  void set_network(bool up);

  // Leases.
  void renew(Node& node);
  bool is_alive(const std::string& name) const;
  void claim_step(Node& node);

  bool work_left() const;
  std::string where_everyone_is() const;
  void note_commit();
  void fail(const std::string& what);
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  Node* any_running();

  std::mt19937_64 random_;
  ManualClock clock_;
  ManualWallClock wall_clock_;
  metrics::Metrics metrics_{"simulation"};
  std::shared_ptr<storage::MemoryDatabase> database_ = std::make_shared<storage::MemoryDatabase>();
  storage::MemoryStore truth_{database_};
  PartyId party_{"party"};
  bool network_up_ = true;
  bool calm_ = false;  ///< nothing is lost or broken any more

  std::map<std::string, ServerTime> leases_;  ///< until when each server is alive
  std::string owner_;                         ///< of the party; empty: nobody
  std::map<std::uint64_t, std::string> owners_by_epoch_;
  std::map<std::pair<std::string, std::string>, std::deque<Parcel>> network_;  ///< by sender and receiver
  std::map<std::string, std::set<PartyId>> followers_;

  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::uint64_t said_ = 0;

  std::map<std::uint64_t, std::int64_t> committed_;  ///< position by revision
  std::set<std::int64_t> stored_positions_;          ///< of all of them
  std::string broken_;
};

}  // namespace matinee::simulator
