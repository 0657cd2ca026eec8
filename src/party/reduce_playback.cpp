// Commands that move the film: play, pause, seek, skip, rate, undo, and the length of a clip that became known.
#include <algorithm>
#include <utility>

#include "party/situation.hpp"
#include "party/start_lead.hpp"

namespace matinee::party {
namespace {

Outcome changed(const Situation& situation, PlaybackChange change, Playback next) {
  const Millis from = position_at(situation.party.playback, situation.now);
  return Effects{PlaybackChanged{change, std::move(next), situation.by(), from, situation.now}};
}

ServerTime next_start(const Situation& situation) {
  return situation.now + start_lead(situation.party.roster, situation.now, situation.limits);
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

}  // namespace

Outcome decide(const Situation& situation, const Play&) {
  Playback next = going_on(situation);
  if (!next.playing) next.at = next_start(situation);
  next.playing = true;
  return changed(situation, PlaybackChange::play, std::move(next));
}

Outcome decide(const Situation& situation, const Pause&) {
  Playback next = reanchored(situation.party.playback, situation.now);
  next.playing = false;
  return changed(situation, PlaybackChange::pause, std::move(next));
}

/// A seek pauses, so that everyone gathers at the new position, unless a film that plays is to go on from there.
Outcome decide(const Situation& situation, const Seek& command) {
  Playback next = situation.party.playback;
  next.playing = next.playing && command.resume.value_or(situation.party.settings.resume_after_seek);
  next.at = next.playing ? next_start_elsewhere(situation) : situation.now;
  next.position = command.position;
  next.position = position_at(next, situation.now);
  return changed(situation, PlaybackChange::seek, std::move(next));
}

Outcome decide(const Situation& situation, const Skip& command) {
  Playback next = situation.party.playback;
  next.clip = command.clip;
  next.clip_length.reset();
  next.position = Millis{0};
  next.at = next_start(situation);
  next.playing = true;
  return changed(situation, PlaybackChange::skip, std::move(next));
}

Outcome decide(const Situation& situation, const SetRate& command) {
  Playback next = going_on(situation);
  next.rate = command.rate;
  return changed(situation, PlaybackChange::rate, std::move(next));
}

/// Clip, position and whether it plays are as they were; the rate is nobody's seek or skip.
Outcome decide(const Situation& situation, const Undo&) {
  if (!situation.party.undoable) return reject(Rejection::nothing_to_undo);
  const Playback& current = situation.party.playback;
  const auto& [undone, before] = *situation.party.undoable;
  Playback next = before;
  next.rate = current.rate;
  // It may have become known since.
  if (next.clip == current.clip) next.clip_length = current.clip_length;
  next.at = next.playing ? next_start_elsewhere(situation) : situation.now;
  next.position = position_at(next, situation.now);
  const Millis from = position_at(current, situation.now);
  return Effects{PlaybackChanged{PlaybackChange::undo, std::move(next), situation.by(), from, situation.now, undone}};
}

Outcome decide(const Situation& situation, const LearnClipLength& command) {
  const Playback& playback = situation.party.playback;
  if (playback.clip != command.clip || playback.clip_length == command.length) return Effects{};
  return Effects{ClipLengthLearned{command.length}};
}

}  // namespace matinee::party
