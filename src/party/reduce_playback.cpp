// Commands that move the film: play, pause, seek, skip, and the length of a clip that became known.
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

}  // namespace

Outcome decide(const Situation& situation, const Play&) {
  Playback next = reanchored(situation.party.playback, situation.now);
  if (!next.playing) next.at = next_start(situation);
  next.playing = true;
  return changed(situation, PlaybackChange::play, std::move(next));
}

Outcome decide(const Situation& situation, const Pause&) {
  Playback next = reanchored(situation.party.playback, situation.now);
  next.playing = false;
  return changed(situation, PlaybackChange::pause, std::move(next));
}

/// A seek pauses, so that everyone gathers at the new position.
Outcome decide(const Situation& situation, const Seek& command) {
  Playback next = situation.party.playback;
  next.position = command.position;
  next.at = situation.now;
  next.playing = false;
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

Outcome decide(const Situation& situation, const LearnClipLength& command) {
  const Playback& playback = situation.party.playback;
  if (playback.clip != command.clip || playback.clip_length == command.length) return Effects{};
  return Effects{ClipLengthLearned{command.length}};
}

}  // namespace matinee::party
