// PartyActor: sockets that come and go, and who is told of it.
#include <limits>
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

void PartyActor::connect(const ConnectionRef& connection, const UserId& user, const party::Profile& profile,
                         Reply<protocol::Stamp> reply) {
  if (stale_) return reply(storage_unavailable());
  auto outcome =
      party::reduce(party_, party::Connect{profile}, user, environment_.clock.now(), environment_.options.party);
  if (!outcome) {
    // The reason may be a change that is not committed yet.
    return gate_.add([reply = std::move(reply), refusal = refusal_for(outcome.error(), environment_.options.party)](
                         bool committed) { reply(committed ? refusal : storage_unavailable()); });
  }

  // It is known from here on, so that a kick or an end that overtakes its reply closes it.
  connections_.emplace(connection.id, Member{.user = user, .shard = static_cast<std::uint16_t>(connection.shard)});
  absences_.erase(user);
  // The place comes before the announcement: a newcomer hears of itself, as everybody does.
  gate_.add([this, connection, reply = std::move(reply)](bool committed) {
    if (!committed) {
      disconnect(connection, true);
      return reply(storage_unavailable());
    }
    flush();
    count_in(connection);
    reply(told_);
  });
  carry_out(std::move(outcome).value(), std::nullopt, 0, [](const auto&) {});
}

/// From now on its shard is sent what members are told.
void PartyActor::count_in(const ConnectionRef& connection) {
  const auto found = connections_.find(connection.id);
  if (found == connections_.end()) return;
  found->second.counted = true;
  ++members_by_shard_[connection.shard];
}

void PartyActor::disconnect(const ConnectionRef& connection, bool clean) {
  const auto found = connections_.find(connection.id);
  if (found == connections_.end()) return;
  const UserId user = found->second.user;
  const bool unseated = found->second.unseated;
  if (found->second.counted) --members_by_shard_[connection.shard];
  connections_.erase(found);

  if (!unseated) {
    decide(party::Disconnect{clean}, user, std::nullopt, [](const auto&) {});
    const party::Participant* seat = party::find(party_.roster, user);
    if (seat == nullptr || seat->connections == 0) forget_activity(user);
    if (seat != nullptr && seat->connections == 0 && seat->announced) announce_absence_after_grace(user);
  }
  environment_.look_at_idle(party_.id);
}

void PartyActor::unseat_members(const UserId& user) {
  for (auto& [id, member] : connections_) {
    if (member.user == user) member.unseated = true;
  }
}

/// A timer of an earlier absence says nothing about a later one, hence the number.
void PartyActor::announce_absence_after_grace(const UserId& user) {
  const std::uint64_t absence = absences_.try_emplace(user) = ++last_absence_;
  environment_.executor.call_after(environment_.options.presence_grace,
                                   [revisit = environment_.revisit, id = name(), user, absence] {
                                     revisit(id, [user, absence](PartyActor& actor) {
                                       const std::uint64_t* const current = actor.absences_.find(user);
                                       if (current == nullptr || *current != absence) return;
                                       actor.absences_.erase(user);
                                       actor.decide(party::GraceOver{}, user, std::nullopt, [](const auto&) {});
                                     });
                                   });
}

void PartyActor::count_command(const UserId& user) {
  if (party::find(party_.roster, user) == nullptr) return;
  const ServerTime now = environment_.clock.now();
  Activity& activity = activity_.try_emplace(user, Activity{now});
  if (now - activity.since >= std::chrono::minutes{1}) {
    environment_.metrics.user_commands_per_minute(activity.commands);
    activity = Activity{now};
  }
  ++activity.commands;
}

void PartyActor::forget_activity(const UserId& user) {
  const Activity* const activity = activity_.find(user);
  if (activity == nullptr) return;
  environment_.metrics.user_commands_per_minute(activity->commands);
  activity_.erase(user);
}

void PartyActor::note_presence(std::size_t connected_before) {
  if ((connected_before > 0) != (party_.connected > 0)) note_emptiness();
  if (connected_before != party_.connected) note_people();
  note_audience(connected_before);
}

/// Keeps for the lists how many are connected: at once, then at most once in `people_interval`. Parties that no list
/// shows cost nothing.
void PartyActor::note_people() {
  if (people_waiting_ || people_noted_ == party_.connected) return;
  if (party_.visibility == party::Visibility::private_ || ended()) return;
  people_waiting_ = true;
  people_noted_ = static_cast<std::uint32_t>(party_.connected);
  environment_.committer.submit(
      storage::NotePeople{party_.id, party_.connected, party_.epoch},
      [revisit = environment_.revisit, id = name()](storage::StoreResult<void> result) {
        if (result) return;
        revisit(id, [](PartyActor& actor) { actor.people_noted_ = std::numeric_limits<std::uint32_t>::max(); });
      });
  environment_.executor.call_after(environment_.options.people_interval,
                                   [revisit = environment_.revisit, id = name()] {
                                     revisit(id, [](PartyActor& actor) {
                                       actor.people_waiting_ = false;
                                       actor.note_people();
                                       actor.environment_.look_at_idle(actor.party_.id);
                                     });
                                   });
}

/// Keeps for the sweep since when nobody is connected. Repeated until storage has it: a party whose note was lost would
/// never end, or end too early.
void PartyActor::note_emptiness() {
  ++notes_under_way_;
  const auto since = party_.connected > 0 ? std::nullopt : std::optional{environment_.clock.now()};
  environment_.committer.submit(storage::NoteEmptySince{party_.id, since, party_.epoch},
                                [revisit = environment_.revisit, id = name()](storage::StoreResult<void> result) {
                                  revisit(id,
                                          [result = std::move(result)](PartyActor& actor) { actor.on_noted(result); });
                                });
}

void PartyActor::on_noted(const storage::StoreResult<void>& result) {
  --notes_under_way_;
  if (!result && !std::exchange(note_again_, true)) {
    environment_.executor.call_after(environment_.options.reload_retry * 4,
                                     [revisit = environment_.revisit, id = name()] {
                                       revisit(id, [](PartyActor& actor) {
                                         actor.note_again_ = false;
                                         actor.note_emptiness();
                                       });
                                     });
  }
  environment_.look_at_idle(party_.id);
}

}  // namespace matinee::engine
