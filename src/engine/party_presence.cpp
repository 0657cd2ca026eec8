// PartyActor: sockets that come and go, and who is told of it.
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

void PartyActor::connect(const ConnectionRef& connection, const UserId& user, const party::Profile& profile,
                         Reply<protocol::Stamp> reply) {
  if (stale_) return reply(refusal_for(storage::StoreError{}));
  auto outcome =
      party::reduce(party_, party::Connect{profile}, user, environment_.clock.now(), environment_.options.party);
  if (!outcome) return reply(refusal_for(outcome.error(), environment_.options.party));

  // It is known from here on, so that a kick or an end that overtakes its reply closes it.
  connections_.emplace(connection.id, Member{user, connection.shard, false});
  // The place comes before the announcement: a newcomer hears of itself, as everybody does.
  gate_.add([this, connection, reply = std::move(reply)](bool committed) {
    if (!committed) {
      disconnect(connection, true);
      return reply(refusal_for(storage::StoreError{}));
    }
    flush();
    count_in(connection);
    reply(told_);
  });
  carry_out(std::move(outcome).value(), std::nullopt, [](const auto&) {});
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
  if (found->second.counted) --members_by_shard_[connection.shard];
  connections_.erase(found);

  decide(party::Disconnect{clean}, user, std::nullopt, [](const auto&) {});
  const party::Participant* seat = party::find(party_.roster, user);
  if (seat == nullptr || seat->connections == 0) forget_activity(user);
  if (seat != nullptr && seat->connections == 0 && seat->announced) announce_absence_after_grace(user);
  environment_.look_at_idle(party_.id);
}

void PartyActor::announce_absence_after_grace(const UserId& user) {
  environment_.executor.call_after(environment_.options.presence_grace,
                                   [revisit = environment_.revisit, id = party_.id, user] {
                                     revisit(id, [user](PartyActor& actor) {
                                       actor.decide(party::GraceOver{}, user, std::nullopt, [](const auto&) {});
                                     });
                                   });
}

void PartyActor::count_command(const UserId& user) {
  if (party::find(party_.roster, user) == nullptr) return;
  const ServerTime now = environment_.clock.now();
  Activity& activity = activity_.try_emplace(user, Activity{now}).first->second;
  if (now - activity.since >= std::chrono::minutes{1}) {
    environment_.metrics.user_commands_per_minute(activity.commands);
    activity = Activity{now};
  }
  ++activity.commands;
}

void PartyActor::forget_activity(const UserId& user) {
  const auto found = activity_.find(user);
  if (found == activity_.end()) return;
  environment_.metrics.user_commands_per_minute(found->second.commands);
  activity_.erase(found);
}

/// Keeps for the sweep since when nobody is connected.
void PartyActor::note_presence(std::size_t connected_before) {
  const bool was = connected_before > 0;
  const bool is = party_.connected > 0;
  if (was == is) return;
  const auto since = is ? std::nullopt : std::optional{environment_.clock.now()};
  environment_.committer.submit(storage::NoteEmptySince{party_.id, since}, [](const auto&) {});
}

}  // namespace matinee::engine
