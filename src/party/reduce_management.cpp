// Commands about the party itself and the rights of its people: its settings, ending it, roles, kicks.
#include "party/situation.hpp"

namespace matinee::party {

Outcome decide(const Situation& situation, const ChangeSettings& command) {
  const Settings next = patched(situation.party.settings, command.patch);
  if (next == situation.party.settings) return Effects{};
  Effects effects{SettingsChanged{next, situation.party.settings, situation.by(), situation.now}};
  // Nobody is left waiting for an answer that nobody is asked for any more.
  const bool opens = situation.party.settings.approval && !next.approval && !next.locked;
  if (opens && situation.party.status == Status::active) append_admissions(effects, situation);
  return effects;
}

Outcome decide(const Situation& situation, const End&) {
  if (situation.party.status == Status::ended) return Effects{};
  return Effects{PartyEnded{EndReason::ended_by_host}};
}

Outcome decide(const Situation& situation, const SetRole& command) {
  const Participant* target = find(situation.party.roster, command.user);
  if (target == nullptr) return reject(Rejection::unknown_target);
  if (target->role == command.role) return Effects{};
  if (target->role == Role::host) return reject(Rejection::invalid_target);
  Effects effects{RoleChanged{command.user, command.role, target->role, situation.by(), situation.now}};
  if (command.role == Role::host) {
    effects.push_back(RoleChanged{situation.actor, Role::co_host, Role::host, situation.by(), situation.now});
  }
  return effects;
}

Outcome decide(const Situation& situation, const Kick& command) {
  if (command.user == situation.actor) return reject(Rejection::invalid_target);
  if (situation.party.kicked.contains(command.user)) return Effects{};
  const Participant* target = find(situation.party.roster, command.user);
  if (target == nullptr) return reject(Rejection::unknown_target);
  Effects effects{KickAdded{command.user}};
  append_end_of_check(effects, situation, command.user);
  effects.push_back(Unseated{*target, UnseatReason::kicked, situation.by(), situation.now});
  return effects;
}

Outcome decide(const Situation& situation, const LiftKick& command) {
  if (!situation.party.kicked.contains(command.user)) return reject(Rejection::unknown_target);
  return Effects{KickLifted{command.user}};
}

Outcome decide(const Situation& situation, const RotateInviteCode& command) {
  return Effects{InviteCodeChanged{command.code, situation.by()}};
}

Outcome decide(const Situation& situation, const Expire&) {
  if (situation.party.status == Status::ended || situation.party.connected > 0) return Effects{};
  return Effects{PartyEnded{EndReason::nobody_connected}};
}

Outcome decide(const Situation& situation, const Close&) {
  if (situation.party.status == Status::ended) return Effects{};
  return Effects{PartyEnded{EndReason::closed_by_operator}};
}

}  // namespace matinee::party
