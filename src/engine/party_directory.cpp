#include "engine/party_directory.hpp"

#include <algorithm>
#include <utility>

#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

PartyDirectory::PartyDirectory(const Options& options, const Clock& clock, storage::GroupCommitter& committer,
                               storage::Reader& reader, metrics::Metrics& metrics, Executor& executor, Fanout& fanout,
                               cluster::Ownership& ownership, std::size_t shard_count, Census& census,
                               std::function<void(Task)> submit)
    : options_(options),
      clock_(clock),
      reader_(reader),
      metrics_(metrics),
      executor_(executor),
      ownership_(ownership),
      shard_count_(shard_count),
      submit_(std::move(submit)),
      environment_{options,
                   clock,
                   committer,
                   reader,
                   metrics,
                   executor,
                   fanout,
                   census,
                   [this](const PartyId& id, std::function<void(PartyActor&)> visit) {
                     submit_([this, id, visit = std::move(visit)] { revisit(id, visit); });
                   },
                   [this](const PartyId& id) { dirty_.push_back(id); },
                   [this](const PartyId& id) { look_at_idle(id); }} {}

PartyDirectory::~PartyDirectory() = default;

void PartyDirectory::visit(const PartyId& id, Visit visit) {
  const auto [found, added] = parties_.try_emplace(id);
  Entry& entry = found->second;
  if (entry.actor != nullptr) return visit(entry.actor.get());
  entry.waiting.push_back(std::move(visit));
  if (added) load(id);
}

void PartyDirectory::load(const PartyId& id) {
  ownership_.claim(
      id, [this, id](std::optional<cluster::Lease> lease) { submit_([this, id, lease] { on_claimed(id, lease); }); });
}

void PartyDirectory::on_claimed(const PartyId& id, std::optional<cluster::Lease> lease) {
  if (!lease) {
    return give_up(
        id, {protocol::ErrorCode::overloaded, "the party is moving to another server; try again", Millis{1'000}});
  }
  reader_.read<std::optional<party::Party>>(
      [id, chats = options_.party.chats, now = clock_.now()](storage::Store& store) {
        return store.load_party(id, chats, now);
      },
      [this, id, lease = *lease](storage::StoreResult<std::optional<party::Party>> loaded) {
        submit_([this, id, lease, loaded = std::move(loaded)] { on_loaded(id, lease, loaded); });
      });
}

void PartyDirectory::on_loaded(const PartyId& id, const cluster::Lease& lease,
                               storage::StoreResult<std::optional<party::Party>> loaded) {
  if (!loaded) return give_up(id, refusal_for(loaded.error()));
  if (!loaded.value()) return give_up(id, party_not_found());
  party::Party party = std::move(*loaded.value());
  party.epoch = std::max(party.epoch, lease.epoch);

  Entry& entry = parties_.at(id);
  entry.actor = std::make_unique<PartyActor>(environment_, shard_count_, std::move(party));
  metrics_.party_loaded();
  PartyActor& actor = *entry.actor;
  for (Visit& visit : std::exchange(entry.waiting, {})) visit(&actor);
  look_at_idle(id);
}

void PartyDirectory::give_up(const PartyId& id, const protocol::Refusal& refusal) {
  auto entry = parties_.extract(id);
  ownership_.release(id);
  for (Visit& visit : entry.mapped().waiting) visit(refusal);
}

void PartyDirectory::revisit(const PartyId& id, const std::function<void(PartyActor&)>& visit) {
  const auto found = parties_.find(id);
  if (found != parties_.end() && found->second.actor != nullptr) visit(*found->second.actor);
}

PartyActor* PartyDirectory::find(const PartyId& id) {
  const auto found = parties_.find(id);
  return found == parties_.end() ? nullptr : found->second.actor.get();
}

void PartyDirectory::flush() {
  // Flushing may close sockets but never makes a party dirty again in the same turn.
  for (const PartyId& id : std::exchange(dirty_, {})) {
    revisit(id, [](PartyActor& actor) { actor.flush(); });
  }
}

/// An ended party leaves soon, an idle one after a while: rejoining a blip costs no load.
void PartyDirectory::look_at_idle(const PartyId& id) {
  const auto found = parties_.find(id);
  if (found == parties_.end() || found->second.actor == nullptr) return;
  Entry& entry = found->second;
  if (!entry.actor->idle()) return;
  if (entry.actor->ended()) return submit_([this, id] { unload_if_idle(id); });
  if (std::exchange(entry.unload_scheduled, true)) return;
  executor_.call_after(options_.party_idle_unload, [this, id] {
    const auto still = parties_.find(id);
    if (still != parties_.end()) still->second.unload_scheduled = false;
    unload_if_idle(id);
  });
}

void PartyDirectory::unload_if_idle(const PartyId& id) {
  const auto found = parties_.find(id);
  if (found == parties_.end() || found->second.actor == nullptr || !found->second.actor->idle()) return;
  parties_.erase(found);
  metrics_.party_unloaded();
  ownership_.release(id);
}

}  // namespace matinee::engine
