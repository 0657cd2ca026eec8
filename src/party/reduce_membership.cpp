// Seats: leaving. How one is got is in reduce_admission.cpp.
#include <utility>

#include "party/situation.hpp"

namespace matinee::party {

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
