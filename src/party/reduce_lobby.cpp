// Starting together: the ready check, and a start at a time set before.
#include <algorithm>

#include "party/situation.hpp"

namespace matinee::party {

/// Whoever asks is ready.
Outcome decide(const Situation& situation, const OpenReadyCheck& command) {
  const Playback& playback = situation.party.playback;
  if (command.countdown && !playback.clip) return reject(Rejection::nothing_to_play);
  if (command.countdown && is_going(playback)) return reject(Rejection::already_going);
  ReadyCheck check{situation.actor, situation.now + situation.limits.ready_check_max, command.countdown};
  if (situation.seat->connections > 0) check.ready.insert(situation.actor);
  check.changed_by = situation.by();
  return Effects{ReadyCheckOpened{std::move(check)}};
}

/// An answer to a check that has just come to its end changes nothing.
Outcome decide(const Situation& situation, const AnswerReadyCheck& command) {
  const auto& check = situation.party.ready_check;
  if (!check || situation.seat->connections == 0) return Effects{};
  if (check->ready.contains(situation.actor) == command.is_ready) return Effects{};
  return Effects{ReadyCheckAnswered{person_of(*situation.seat), command.is_ready}};
}

Outcome decide(const Situation& situation, const CancelReadyCheck&) {
  const auto& check = situation.party.ready_check;
  if (!check) return Effects{};
  return Effects{
      ReadyCheckTold{view_of(situation.party, *check, ReadyCheckState::cancelled), situation.by(), situation.now}};
}

void append_end_of_check(Effects& effects, const Situation& situation, const UserId& leaver) {
  const auto& check = situation.party.ready_check;
  if (!check || check->opened_by != leaver) return;
  const ReadyCheckView view = view_of(situation.party, *check, ReadyCheckState::cancelled);
  effects.push_back(ReadyCheckTold{view, situation.by(), situation.now});
}

Outcome decide(const Situation& situation, const ScheduleStart& command) {
  const Playback& playback = situation.party.playback;
  if (!playback.clip) return reject(Rejection::nothing_to_play);
  if (is_going(playback)) return reject(Rejection::already_going);
  const ServerTime at = command.at.value_or(situation.now + command.in.value_or(Millis{0}));
  if (at < situation.now + soonest_start || at > situation.now + farthest_start) {
    return reject(Rejection::bad_start_time);
  }
  return Effects{StartScheduled{{at, situation.actor}, situation.by()}};
}

Outcome decide(const Situation& situation, const CancelStart&) {
  if (!situation.party.scheduled_start) return Effects{};
  return Effects{StartCancelled{situation.by()}};
}

}  // namespace matinee::party
