// PartyActor: after a write failed. What is in memory may not be what is stored, so nothing durable is accepted until
// the stored state was read again; members were only ever told what had been committed.
#include <map>
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {
namespace {

/// The pauses grow to so many times the first: short enough that a party is back soon after its storage.
constexpr int kMostGrowth = 4;

}  // namespace

void PartyActor::reload() {
  if (reloading_) return;
  reloading_ = true;
  environment_.reader.read<std::optional<party::Party>>(
      [id = party_.id, chats = environment_.options.party.chats,
       now = environment_.clock.now()](storage::Store& store) { return store.load_party(id, chats, now); },
      [revisit = environment_.revisit, id = name()](storage::StoreResult<std::optional<party::Party>> loaded) {
        revisit(id, [loaded = std::move(loaded)](PartyActor& actor) { actor.on_reloaded(loaded); });
      });
}

void PartyActor::on_reloaded(const storage::StoreResult<std::optional<party::Party>>& loaded) {
  reloading_ = false;
  const bool taken = loaded && loaded.value() && loaded.value()->epoch != party_.epoch;
  if (taken) return environment_.deposed(party_.id);
  const bool usable = loaded && loaded.value() && environment_.committer.up();
  if (usable) return adopt(*loaded.value());
  const Millis first = environment_.options.reload_retry;
  const Millis pause = pause_after(++reload_failures_, first, first * kMostGrowth, environment_.random);
  environment_.executor.call_after(pause, [revisit = environment_.revisit, id = name()] {
    revisit(id, [](PartyActor& actor) { actor.reload(); });
  });
}

std::vector<ConnectionRef> PartyActor::leave() {
  gate_.failed();
  if (errands_ != nullptr) {
    for (const MessageErrand& errand : *errands_) errand.answer({storage_unavailable()});
    errands_.reset();
  }
  store_reactions();
  store_audience();
  if (std::exchange(stale_, false)) environment_.census.change_stale(-1);
  for (const auto& [user, seat] : party_.roster) {
    if (seat.announced) environment_.metrics.participant_left();
  }
  flush();
  std::vector<ConnectionRef> members;
  for (const auto& [id, member] : connections_) members.push_back({member.shard, id});
  connections_.clear();
  return members;
}

/// The stored state with the presence of now.
void PartyActor::adopt(party::Party loaded) {
  for (auto& [user, seat] : loaded.roster) {
    const party::Participant* present = party::find(party_.roster, user);
    if (present == nullptr) continue;
    seat.typing = present->typing;
    seat.ignore_wait = present->ignore_wait;
    seat.report = present->report;
    seat.last_sync = present->last_sync;
    seat.reactions = present->reactions;
    seat.typing_changes = present->typing_changes;
    seat.queue_changes = present->queue_changes;
    seat.status_told = present->status_told;
    seat.status_changes = present->status_changes;
  }
  const party::Limits& limits = environment_.options.party;
  party::adopt_readiness(loaded, std::move(party_.readiness), environment_.clock.now(), limits.waiting);
  loaded.ready_check = std::move(party_.ready_check);
  loaded.skip_votes = std::move(party_.skip_votes);
  party_ = std::move(loaded);
  hold_meter_.note(party_.playback.holding, metrics::HoldReason::loading, environment_.clock.now());
  restore_members();
  stale_ = false;
  environment_.census.change_stale(-1);
  reload_failures_ = 0;
  note_emptiness();
  note_people();
  tell_everything();
  review();
  environment_.look_at_idle(party_.id);
}

/// Presence is what the open sockets say, whatever was staged and lost meanwhile.
void PartyActor::restore_members() {
  absences_.clear();
  for (auto& [id, member] : connections_) {
    const auto seat = party_.roster.find(member.user);
    member.unseated = seat == party_.roster.end();
    if (member.unseated) continue;
    if (seat->second.connections++ == 0) ++party_.connected;
    seat->second.announced = true;
  }
}

/// A change whose outcome was lost may have held after all, and announcements may have been lost with the failure:
/// every member gets the whole state, roster included, and those without a place any more are let go.
void PartyActor::tell_everything() {
  told_ = stamp();
  if (ended()) return tell({stage(party_, party::PartyEnded{party::EndReason::ended_by_host})}, std::nullopt);
  const RosterPage roster = roster_for(party_.host);
  std::map<party::Role, BlobPtr> states;
  flush();
  for (const auto& [id, member] : connections_) {
    if (member.unseated) {
      const bool kicked = party_.kicked.contains(member.user);
      environment_.fanout.close({member.shard, id},
                                kicked ? protocol::CloseCode::kicked : protocol::CloseCode::left_party);
      continue;
    }
    const party::Role role = party_.roster.at(member.user).role;
    BlobPtr& state = states[role];
    if (state == nullptr) {
      const protocol::SyncAnswer whole{
          role,           roster.participants,         roster.total, party_.settings, ready_check_view(),
          queue_page({}), party::skip_votes_of(party_)};
      state = single(protocol::encode_sync_answer(context(), whole), Delivery::kept);
    }
    environment_.fanout.to_connection({member.shard, id}, state);
  }
}

}  // namespace matinee::engine
