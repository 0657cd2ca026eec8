// Sockets that open and close, and when the others are told.
#include "party/situation.hpp"

namespace matinee::party {

Outcome decide(const Situation& situation, const Connect& command) {
  const Party& party = situation.party;
  const Participant* seat = situation.seat;
  if (seat == nullptr) {
    return reject(party.kicked.contains(situation.actor) ? Rejection::kicked : Rejection::not_participant);
  }
  if (party.status == Status::ended) return reject(Rejection::party_ended);
  if (seat->connections >= situation.limits.connections_per_user) return reject(Rejection::connections_full);
  // Reachable when the server's cap was lowered below the seats already given.
  if (seat->connections == 0 && party.connected >= seat_limit(party, situation.limits)) {
    return reject(Rejection::seats_full);
  }
  Effects effects = profile_update(situation, command.profile);
  effects.push_back(ConnectionsChanged{situation.actor, +1, situation.now});
  if (!seat->announced) effects.push_back(PresenceAnnounced{situation.actor, true});
  return effects;
}

Outcome decide(const Situation& situation, const Disconnect& command) {
  const Participant* seat = situation.seat;
  if (seat == nullptr || seat->connections == 0) return Effects{};
  Effects effects{ConnectionsChanged{situation.actor, -1, situation.now}};
  if (seat->connections > 1) return effects;
  if (seat->typing) effects.push_back(TypingChanged{situation.actor, false, situation.now});
  append_status(effects, situation, PlayerStatus{.ignore_wait = seat->ignore_wait});
  if (command.clean && seat->announced) effects.push_back(PresenceAnnounced{situation.actor, false});
  return effects;
}

Outcome decide(const Situation& situation, const GraceOver&) {
  const Participant* seat = situation.seat;
  if (seat == nullptr || seat->connections > 0 || !seat->announced) return Effects{};
  return Effects{PresenceAnnounced{situation.actor, false}};
}

}  // namespace matinee::party
