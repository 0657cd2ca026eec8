// Seats: joining and leaving.
#include <utility>

#include "party/situation.hpp"

namespace matinee::party {

Outcome decide(const Situation& situation, const Join& command) {
  const Party& party = situation.party;
  if (party.kicked.contains(situation.actor)) return reject(Rejection::kicked);
  if (party.status == Status::ended) return reject(Rejection::party_ended);
  if (situation.seat != nullptr) return profile_update(situation, command.profile);
  if (party.settings.locked) return reject(Rejection::party_locked);
  if (!command.by_invite && party.visibility != Visibility::public_) return reject(Rejection::not_invited);
  if (party.roster.size() >= seat_limit(party, situation.limits)) return reject(Rejection::seats_full);
  Participant newcomer;
  newcomer.user = situation.actor;
  newcomer.profile = command.profile;
  newcomer.joined_at = situation.now;
  return Effects{Seated{std::move(newcomer)}};
}

/// Where the host leaves, the role passes on by itself: nobody gave it.
Outcome decide(const Situation& situation, const Leave&) {
  if (situation.seat == nullptr) return reject(Rejection::not_participant);
  if (situation.party.status == Status::ended) return Effects{};
  Effects effects;
  append_end_of_check(effects, situation, situation.actor);
  effects.push_back(Unseated{*situation.seat, UnseatReason::left, std::nullopt, situation.now});
  if (situation.seat->role != Role::host) return effects;
  if (const Participant* next = successor(situation.party.roster, situation.actor)) {
    effects.push_back(RoleChanged{next->user, Role::host, next->role, std::nullopt, situation.now});
  } else {
    effects.push_back(PartyEnded{EndReason::last_participant_left});
  }
  return effects;
}

}  // namespace matinee::party
