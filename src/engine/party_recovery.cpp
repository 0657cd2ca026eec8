// PartyActor: after a write failed. What is in memory may not be what is stored, so nothing durable is accepted until
// the stored state was read again; members were only ever told what had been committed.
#include <algorithm>
#include <utility>

#include "engine/party_actor.hpp"

namespace matinee::engine {
namespace {

/// The pauses grow to four times the first: short enough that a party is back soon after its storage.
constexpr unsigned kMostDoublings = 2;

}  // namespace

void PartyActor::reload() {
  if (reloading_) return;
  reloading_ = true;
  environment_.reader.read<std::optional<party::Party>>(
      [id = party_.id, chats = environment_.options.party.chats,
       now = environment_.clock.now()](storage::Store& store) { return store.load_party(id, chats, now); },
      [revisit = environment_.revisit, id = party_.id](storage::StoreResult<std::optional<party::Party>> loaded) {
        revisit(id, [loaded = std::move(loaded)](PartyActor& actor) { actor.on_reloaded(loaded); });
      });
}

void PartyActor::on_reloaded(const storage::StoreResult<std::optional<party::Party>>& loaded) {
  reloading_ = false;
  const bool usable = loaded && loaded.value() && environment_.committer.up();
  if (usable) return adopt(*loaded.value());
  const Millis wait = environment_.options.reload_retry * (1U << std::min(reload_failures_, kMostDoublings));
  ++reload_failures_;
  environment_.executor.call_after(wait, [revisit = environment_.revisit, id = party_.id] {
    revisit(id, [](PartyActor& actor) { actor.reload(); });
  });
}

/// The stored state with the presence of now.
void PartyActor::adopt(party::Party loaded) {
  for (auto& [user, seat] : loaded.roster) {
    const party::Participant* present = party::find(party_.roster, user);
    if (present == nullptr) continue;
    seat.connections = present->connections;
    seat.announced = present->announced;
    seat.typing = present->typing;
    seat.report = present->report;
    seat.last_sync = present->last_sync;
    seat.reactions = present->reactions;
    seat.typing_changes = present->typing_changes;
  }
  loaded.connected = static_cast<std::size_t>(std::count_if(
      loaded.roster.begin(), loaded.roster.end(), [](const auto& entry) { return entry.second.connections > 0; }));
  party_ = std::move(loaded);
  stale_ = false;
  environment_.census.change_stale(-1);
  reload_failures_ = 0;
  // A commit whose outcome was lost may have held after all: then this is news to everyone.
  if (party_.revision != told_.revision || party_.epoch != told_.epoch) {
    told_ = stamp();
    ready_.add(protocol::encode_sync(context()), Delivery::state);
    environment_.mark_dirty(party_.id);
  }
  environment_.look_at_idle(party_.id);
}

}  // namespace matinee::engine
