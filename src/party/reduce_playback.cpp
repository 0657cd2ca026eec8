// Commands that move the film: play, pause, seek, skip, rate, undo, and the length of a clip that became known.
#include <algorithm>
#include <utility>

#include "party/queue_decisions.hpp"
#include "party/situation.hpp"
#include "party/start_lead.hpp"

namespace matinee::party {
namespace {

Outcome changed(const Situation& situation, PlaybackChange change, Playback next) {
  return Effects{playback_changed(situation, change, std::move(next))};
}

/// Also time for every player to find the new position.
ServerTime next_start_elsewhere(const Situation& situation) {
  return next_start(situation) + situation.limits.seek_lead;
}

/// The film as it goes, anchored at now. A start that was announced and lies ahead stays where it is: everyone prepares
/// for it. Farther ahead than any start can be, the anchor is from before the clock was set back; it counts as now.
Playback going_on(const Situation& situation) {
  const Playback& playback = situation.party.playback;
  const Millis longest = situation.limits.start_lead_max + situation.limits.seek_lead;
  const bool starts_soon = playback.playing && playback.at > situation.now && playback.at <= situation.now + longest;
  return starts_soon ? playback : reanchored(playback, situation.now);
}

/// The film stands where `next` is.
Playback standing(const Situation& situation, Playback next) {
  next.playing = false;
  next.holding = false;
  next.at = situation.now;
  next.position = position_at(next, situation.now);
  return next;
}

/// The film goes on elsewhere, where `next` is, as soon as those are ready who are waited for.
Playback going_elsewhere(const Situation& situation, Playback next, ServerTime start, bool new_clip) {
  next.position = standing(situation, next).position;
  return set_going(situation, std::move(next), start, would_wait_after_jump(situation.party, new_clip, situation.now));
}

}  // namespace

PlaybackChanged playback_changed(const Situation& situation, PlaybackChange change, Playback next) {
  const Millis from = position_at(situation.party.playback, situation.now);
  return PlaybackChanged{change, std::move(next), situation.by(), from, situation.now};
}

ServerTime next_start(const Situation& situation) {
  return situation.now + start_lead(situation.party, situation.now, situation.limits);
}

Playback set_going(const Situation& situation, Playback next, ServerTime start, bool wait) {
  next.playing = !wait;
  next.holding = wait;
  next.at = wait ? situation.now : start;
  return next;
}

Playback begun(const Situation& situation, const ClipId& clip) {
  Playback next = situation.party.playback;
  next.clip = clip;
  next.clip_length.reset();
  next.position = Millis{0};
  return going_elsewhere(situation, std::move(next), next_start(situation), true);
}

/// Given while the party holds, it means: start anyway.
Outcome decide(const Situation& situation, const Play&) {
  const Playback& current = situation.party.playback;
  if (current.playing) return changed(situation, PlaybackChange::play, going_on(situation));
  const bool wait = !current.holding && must_wait(situation.party, situation.now);
  Playback next = set_going(situation, reanchored(current, situation.now), next_start(situation), wait);
  Effects effects;
  if (current.holding) effects.push_back(LateExcused{situation.now});
  effects.push_back(
      playback_changed(situation, wait ? PlaybackChange::waiting : PlaybackChange::play, std::move(next)));
  return effects;
}

Outcome decide(const Situation& situation, const Pause&) {
  return changed(situation, PlaybackChange::pause,
                 standing(situation, reanchored(situation.party.playback, situation.now)));
}

/// A seek pauses, so that everyone gathers at the new position, unless a film that goes is to go on from there.
Outcome decide(const Situation& situation, const Seek& command) {
  const bool resume = command.resume.value_or(situation.party.settings.resume_after_seek);
  Playback next = situation.party.playback;
  next.position = command.position;
  next = is_going(next) && resume ? going_elsewhere(situation, next, next_start_elsewhere(situation), false)
                                  : standing(situation, next);
  return changed(situation, PlaybackChange::seek, std::move(next));
}

Outcome decide(const Situation& situation, const Skip& command) {
  Effects effects{playback_changed(situation, PlaybackChange::skip, begun(situation, command.clip))};
  append_departure(effects, situation, command.clip, false);
  return effects;
}

Outcome decide(const Situation& situation, const SetRate& command) {
  Playback next = going_on(situation);
  next.rate = command.rate;
  return changed(situation, PlaybackChange::rate, std::move(next));
}

/// Clip, position and whether it goes are as they were; the rate is nobody's seek or skip.
Outcome decide(const Situation& situation, const Undo&) {
  if (!situation.party.undoable) return reject(Rejection::nothing_to_undo);
  const Playback& current = situation.party.playback;
  const auto& [undone, before] = *situation.party.undoable;
  Playback next = before;
  next.rate = current.rate;
  const bool new_clip = next.clip != current.clip;
  // It may have become known since.
  if (!new_clip) next.clip_length = current.clip_length;
  next = is_going(before) ? going_elsewhere(situation, next, next_start_elsewhere(situation), new_clip)
                          : standing(situation, next);
  PlaybackChanged effect = playback_changed(situation, PlaybackChange::undo, std::move(next));
  effect.undone = undone;
  const std::optional<ClipId> clip = effect.playback.clip;
  Effects effects{std::move(effect)};
  append_departure(effects, situation, clip, true);
  return effects;
}

Outcome decide(const Situation& situation, const LearnClipLength& command) {
  const Playback& playback = situation.party.playback;
  if (playback.clip != command.clip || playback.clip_length == command.length) return Effects{};
  return Effects{ClipLengthLearned{command.length}};
}

}  // namespace matinee::party
