#include "engine/party_directory.hpp"

#include <algorithm>
#include <utility>

#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {
namespace {

/// A party whose commits take longer is handed over with them: what they change is fenced off.
constexpr unsigned kHandOverAttempts = 50;
constexpr Millis kHandOverPause{10};

protocol::Refusal moving() {
  return {protocol::ErrorCode::overloaded, "the party is moving to another server; try again", Millis{1'000}};
}

}  // namespace

PartyDirectory::PartyDirectory(const Options& options, const Clock& clock, storage::GroupCommitter& committer,
                               storage::Reader& reader, metrics::Metrics& metrics, Executor& executor, Fanout& fanout,
                               cluster::Ownership& ownership, std::size_t shard_count, Census& census,
                               std::function<void(Task)> submit,
                               std::function<void(const ConnectionRef&)> lost_owner)
    : options_(options),
      clock_(clock),
      reader_(reader),
      metrics_(metrics),
      executor_(executor),
      ownership_(ownership),
      shard_count_(shard_count),
      submit_(std::move(submit)),
      lost_owner_(std::move(lost_owner)),
      environment_{options,
                   clock,
                   committer,
                   reader,
                   metrics,
                   executor,
                   fanout,
                   census,
                   [this](const ActorName& name, std::function<void(PartyActor&)> visit) {
                     submit_([this, name, visit = std::move(visit)] { revisit(name, visit); });
                   },
                   [this](const PartyId& id) { dirty_.push_back(id); },
                   [this](const PartyId& id) { look_at_idle(id); },
                   [this](const PartyId& id) { submit_([this, id] { let_go(id); }); },
                   random_from(options.seed)} {}

PartyDirectory::~PartyDirectory() = default;

void PartyDirectory::visit(const PartyId& id, Visit visit) {
  if (!ownership_.holds()) return visit(moving());
  const auto [found, added] = parties_.try_emplace(id);
  Entry& entry = found->second;
  if (entry.actor != nullptr) return visit(entry.actor.get());
  entry.waiting.push_back(std::move(visit));
  if (added) load(id);
}

void PartyDirectory::load(const PartyId& id) {
  const std::uint32_t round = ++parties_.at(id).round;
  ownership_.claim(id, [this, id, round](cluster::Claim claim) {
    submit_([this, id, round, claim = std::move(claim)] { on_claimed(id, round, claim); });
  });
}

void PartyDirectory::on_claimed(const PartyId& id, std::uint32_t round, const cluster::Claim& claim) {
  if (!is_loading(id, round)) return;
  if (const auto* elsewhere = std::get_if<cluster::Elsewhere>(&claim)) {
    protocol::Refusal refusal = moving();
    refusal.elsewhere = elsewhere->node;
    return refuse_waiting(id, refusal);
  }
  const auto* lease = std::get_if<cluster::Lease>(&claim);
  if (lease == nullptr) return refuse_waiting(id, moving());
  reader_.read<std::optional<party::Party>>(
      [id, chats = options_.party.chats, now = clock_.now()](storage::Store& store) {
        return store.load_party(id, chats, now);
      },
      [this, id, round, lease = *lease](storage::StoreResult<std::optional<party::Party>> loaded) {
        submit_([this, id, round, lease, loaded = std::move(loaded)] { on_loaded(id, round, lease, loaded); });
      });
}

bool PartyDirectory::is_loading(const PartyId& id, std::uint32_t round) const {
  const auto found = parties_.find(id);
  return found != parties_.end() && found->second.actor == nullptr && found->second.round == round;
}

void PartyDirectory::on_loaded(const PartyId& id, std::uint32_t round, const cluster::Lease& lease,
                               storage::StoreResult<std::optional<party::Party>> loaded) {
  if (!is_loading(id, round)) return;
  if (!loaded || !loaded.value()) {
    ownership_.release(id);
    return refuse_waiting(id, loaded ? party_not_found() : refusal_for(loaded.error()));
  }
  party::Party party = std::move(*loaded.value());
  party.epoch = std::max(party.epoch, lease.epoch);

  Entry& entry = parties_.at(id);
  entry.actor = std::make_unique<PartyActor>(environment_, shard_count_, std::move(party), ++actors_made_);
  metrics_.party_loaded();
  PartyActor& actor = *entry.actor;
  for (Visit& visit : std::exchange(entry.waiting, {})) visit(&actor);
  look_at_idle(id);
}

void PartyDirectory::refuse_waiting(const PartyId& id, const protocol::Refusal& refusal) {
  auto entry = parties_.extract(id);
  for (Visit& visit : entry.mapped().waiting) visit(refusal);
}

PartyActor* PartyDirectory::find(const PartyId& id) {
  const auto found = parties_.find(id);
  return found == parties_.end() ? nullptr : found->second.actor.get();
}

void PartyDirectory::revisit(const ActorName& name, const std::function<void(PartyActor&)>& visit) {
  PartyActor* actor = find(name.party);
  if (actor != nullptr && actor->name() == name) visit(*actor);
}

/// Somebody else decides for it, or is to: its members look for whoever does.
void PartyDirectory::let_go(const PartyId& id) {
  PartyActor* actor = find(id);
  if (actor == nullptr) return;
  const std::vector<ConnectionRef> members = actor->leave();
  parties_.erase(id);
  metrics_.party_unloaded();
  ownership_.release(id);
  ownership_.forget(id);
  for (const ConnectionRef& member : members) lost_owner_(member);
}

void PartyDirectory::give_up_all() {
  std::vector<PartyId> ids;
  for (const auto& [id, entry] : parties_) ids.push_back(id);
  for (const PartyId& id : ids) find(id) != nullptr ? let_go(id) : load(id);
}

void PartyDirectory::hand_over(std::function<void()> done) {
  hand_over_step(0, done);
}

void PartyDirectory::hand_over_step(unsigned attempts, const std::function<void()>& done) {
  std::vector<PartyId> ready;
  for (const auto& [id, entry] : parties_) {
    if (entry.actor != nullptr && (entry.actor->settled() || attempts >= kHandOverAttempts)) ready.push_back(id);
  }
  for (const PartyId& id : ready) let_go(id);
  if (parties_.empty() || attempts >= kHandOverAttempts) return done();
  executor_.call_after(kHandOverPause, [this, attempts, done] { hand_over_step(attempts + 1, done); });
}

void PartyDirectory::flush() {
  // Flushing may close sockets but never makes a party dirty again in the same turn.
  for (const PartyId& id : std::exchange(dirty_, {})) {
    if (PartyActor* actor = find(id)) actor->flush();
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
