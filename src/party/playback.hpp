// Playback: what plays, where, since when. The anchor every position is derived from. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::party {

/// What a party may do to the speed of a film: the bounds browsers keep sound intelligible in.
inline constexpr double slowest_rate = 0.25;
inline constexpr double fastest_rate = 3.0;

/// What can happen to playback; `waiting`: it stands until somebody is ready, see `holding`.
enum class PlaybackChange : std::uint8_t { play, pause, seek, skip, rate, undo, waiting };

/// An anchor: at server time `at` the film stood at `position`; while `playing` it moves `rate` film seconds a second.
/// Invariants: never playing and holding; position >= 0; rate in [slowest_rate, fastest_rate]; position <= clip_length
/// where that is known.
struct Playback {
  std::optional<ClipId> clip;
  std::optional<Millis> clip_length;
  Millis position{0};
  ServerTime at{};
  bool playing = false;
  double rate = 1.0;
  bool holding = false;  ///< stands although it is meant to play: it waits for somebody, and goes on by itself

  friend bool operator==(const Playback&, const Playback&) = default;
};

/// The position at `now`: extrapolated while playing, never below 0, never beyond a known clip length. A `now` before
/// the anchor (a scheduled start, or a restart under a clock that was set back) yields the anchor's own position.
Millis position_at(const Playback& playback, ServerTime now);

/// Whether such a change takes the film to another place, where every player has to load first.
inline bool is_jump(PlaybackChange change) {
  return change == PlaybackChange::seek || change == PlaybackChange::skip || change == PlaybackChange::undo;
}

/// Whether the film is meant to move: it plays, or holds.
inline bool is_going(const Playback& playback) {
  return playback.playing || playback.holding;
}

/// The same film position, expressed by an anchor at `now`.
Playback reanchored(const Playback& playback, ServerTime now);

}  // namespace matinee::party
