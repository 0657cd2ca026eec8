#include "party/playback.hpp"

#include <algorithm>
#include <cmath>

namespace matinee::party {
namespace {

Millis clamped(Millis position, const std::optional<Millis>& clip_length) {
  if (clip_length) position = std::min(position, *clip_length);
  return std::max(position, Millis{0});
}

}  // namespace

Millis position_at(const Playback& playback, ServerTime now) {
  Millis elapsed{0};
  if (playback.playing && now > playback.at) {
    elapsed = Millis{std::llround(static_cast<double>((now - playback.at).count()) * playback.rate)};
  }
  return clamped(playback.position + elapsed, playback.clip_length);
}

Playback reanchored(const Playback& playback, ServerTime now) {
  Playback next = playback;
  next.position = position_at(playback, now);
  next.at = now;
  return next;
}

}  // namespace matinee::party
