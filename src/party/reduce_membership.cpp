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

namespace {

/// The seat goes. Where it was the host's, the role passes on by itself: nobody gave it.
void append_departure(Effects& effects, const Situation& situation) {
  append_end_of_check(effects, situation, situation.actor);
  effects.push_back(Unseated{*situation.seat, UnseatReason::left, std::nullopt, situation.now});
  if (situation.seat->role != Role::host) return;
  if (const Participant* next = successor(situation.party.roster, situation.actor)) {
    effects.push_back(RoleChanged{next->user, Role::host, next->role, std::nullopt, situation.now});
  } else {
    effects.push_back(PartyEnded{EndReason::last_participant_left});
  }
}

}  // namespace

Outcome decide(const Situation& situation, const Leave&) {
  if (situation.seat == nullptr) return reject(Rejection::not_participant);
  if (situation.party.status == Status::ended) return Effects{};
  Effects effects;
  append_departure(effects, situation);
  return effects;
}

/// Also of somebody who left before: what they said is still shown.
Outcome decide(const Situation& situation, const Forget&) {
  if (situation.party.status == Status::ended) return Effects{};
  Effects effects{UserForgotten{situation.actor}};
  if (situation.seat != nullptr) append_departure(effects, situation);
  return effects;
}

}  // namespace matinee::party
