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

  /// `submit` runs a task on the owning shard's thread, from any thread; `lost_owner` tells a connection that its party
  /// was let go. Everything given outlives the directory.
  PartyDirectory(const Options& options, const Clock& clock, storage::GroupCommitter& committer,
                 storage::Reader& reader, metrics::Metrics& metrics, Executor& executor, Fanout& fanout,
                 cluster::Ownership& ownership, std::size_t shard_count, Census& census,
                 std::function<void(Task)> submit, std::function<void(const ConnectionRef&)> lost_owner);
  ~PartyDirectory();

  /// Visits at once when the party is in memory, else after loading it. Visits of one party run in order.
  void visit(const PartyId& id, Visit visit);

  /// Null unless it is in memory.
  PartyActor* find(const PartyId& id);
  /// Lets every party go, as somebody else may decide for it now; visits that wait for one go on when it is clear who.
  void give_up_all();
  /// Lets every party go, once what is under way in it is stored or a moment has passed, for others to take; then calls
  /// `done`.
  void hand_over(std::function<void()> done);

  /// Hands out what every party that was visited in this turn has to tell.
  void flush();

 private:
  struct Entry {
    std::unique_ptr<PartyActor> actor;  ///< null while loading
    std::vector<Visit> waiting;
    bool unload_scheduled = false;
    std::uint32_t round = 0;  ///< of loading; what an earlier one found does not count
  };

  void load(const PartyId& id);
  void on_claimed(const PartyId& id, std::uint32_t round, const cluster::Claim& claim);
  void on_loaded(const PartyId& id, std::uint32_t round, const cluster::Lease& lease,
                 storage::StoreResult<std::optional<party::Party>> loaded);
  bool is_loading(const PartyId& id, std::uint32_t round) const;
  void refuse_waiting(const PartyId& id, const protocol::Refusal& refusal);
  void revisit(const ActorName& name, const std::function<void(PartyActor&)>& visit);
  void let_go(const PartyId& id);
  void hand_over_step(unsigned attempts, const std::function<void()>& done);
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
  std::function<void(const ConnectionRef&)> lost_owner_;
  ActorEnvironment environment_;
  std::unordered_map<PartyId, Entry> parties_;
  std::vector<PartyId> dirty_;
  std::uint32_t actors_made_ = 0;
};

}  // namespace matinee::engine
