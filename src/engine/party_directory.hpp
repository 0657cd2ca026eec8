// PartyDirectory: the parties a shard owns that are in memory, loaded when first asked for and dropped when idle. The
// shard's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "cluster/ownership.hpp"
#include "engine/party_actor.hpp"

namespace matinee::engine {

class PartyDirectory {
 public:
  /// What is done with a party once it is there, or why it is not.
  using Visit = std::function<void(Result<PartyActor*, protocol::Refusal>)>;

  /// `submit` runs a task on the owning shard's thread, from any thread. Everything given outlives the directory.
  PartyDirectory(const Options& options, const Clock& clock, storage::GroupCommitter& committer,
                 storage::Reader& reader, metrics::Metrics& metrics, Executor& executor, Fanout& fanout,
                 cluster::Ownership& ownership, std::size_t shard_count, Census& census,
                 std::function<void(Task)> submit);
  ~PartyDirectory();

  /// Visits at once when the party is in memory, else after loading it. Visits of one party run in order.
  void visit(const PartyId& id, Visit visit);

  /// Null unless it is in memory.
  PartyActor* find(const PartyId& id);

  /// Hands out what every party that was visited in this turn has to tell.
  void flush();

 private:
  struct Entry {
    std::unique_ptr<PartyActor> actor;  ///< null while loading
    std::vector<Visit> waiting;
    bool unload_scheduled = false;
  };

  void load(const PartyId& id);
  void on_claimed(const PartyId& id, std::optional<cluster::Lease> lease);
  void on_loaded(const PartyId& id, const cluster::Lease& lease,
                 storage::StoreResult<std::optional<party::Party>> loaded);
  void give_up(const PartyId& id, const protocol::Refusal& refusal);
  void revisit(const PartyId& id, const std::function<void(PartyActor&)>& visit);
  void look_at_idle(const PartyId& id);
  void unload_if_idle(const PartyId& id);

  const Options& options_;
  const Clock& clock_;
  storage::Reader& reader_;
  metrics::Metrics& metrics_;
  Executor& executor_;
  cluster::Ownership& ownership_;
  std::size_t shard_count_;
  std::function<void(Task)> submit_;
  ActorEnvironment environment_;
  std::unordered_map<PartyId, Entry> parties_;
  std::vector<PartyId> dirty_;
};

}  // namespace matinee::engine
