// ClusterWorld: several servers of a cluster on the real engine, in one thread and in simulated time, over a network, a
// database and leases that do what chance says. What may happen is a step; which step comes next is chance too, so that
// one seed is one schedule. What was promised is checked as it goes (ClusterClient, ClusterLedger) and in finish().
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "cluster_client.hpp"
#include "cluster_ledger.hpp"
#include "cluster_node.hpp"

namespace matinee::simulator {

class ClusterWorld {
 public:
  explicit ClusterWorld(std::uint64_t seed);
  ~ClusterWorld();

  ClusterWorld(const ClusterWorld&) = delete;
  ClusterWorld& operator=(const ClusterWorld&) = delete;

  /// So many things happen.
  void run(std::size_t steps);
  /// Everything is mended and comes to rest; then all clients must agree with the database.
  void finish();

  /// What was broken, if anything was; empty: nothing.
  const std::string& broken() const { return ledger_.broken(); }
  /// Where everyone is now; the same seed and steps lead to the same.
  std::string where_everyone_is() const;

 private:
  // What can happen.
  void happen();
  void work(ClusterNode& node);
  void network_step();
  void client_step();
  void pass_time(Millis time);
  void disturb();
  void kill(ClusterNode& node);
  void start(ClusterNode& node);
  void set_network(bool up);

  void create_party();
  void note_commit();
  void mend();
  bool come_to_rest();
  void agree();
  bool work_left() const;
  ClusterNode* any_running();
  ClusterNode* named(const std::string& name);
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }

  std::mt19937_64 random_;
  ClusterSurroundings surroundings_{PartyId{"party"}};
  storage::MemoryStore truth_{surroundings_.database};
  ClusterLedger ledger_;
  bool calm_ = false;  ///< nothing is lost or broken any more
  unsigned started_ = 0;
  std::uint64_t said_ = 0;
  std::vector<std::unique_ptr<ClusterNode>> nodes_;
  std::vector<std::unique_ptr<ClusterClient>> clients_;
};

}  // namespace matinee::simulator
