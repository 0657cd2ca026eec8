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

/// What can be done to playback.
enum class PlaybackChange : std::uint8_t { play, pause, seek, skip, rate, undo };

/// An anchor: at server time `at` the film stood at `position`; while `playing` it moves `rate` film seconds a second.
/// Invariants: position >= 0; rate in [slowest_rate, fastest_rate]; position <= clip_length where that is known.
struct Playback {
  std::optional<ClipId> clip;
  std::optional<Millis> clip_length;
  Millis position{0};
  ServerTime at{};
  bool playing = false;
  double rate = 1.0;

  friend bool operator==(const Playback&, const Playback&) = default;
};

/// The position at `now`: extrapolated while playing, never below 0, never beyond a known clip length. A `now` before
/// the anchor (a scheduled start, or a restart under a clock that was set back) yields the anchor's own position.
Millis position_at(const Playback& playback, ServerTime now);

/// The same film position, expressed by an anchor at `now`.
Playback reanchored(const Playback& playback, ServerTime now);

}  // namespace matinee::party
