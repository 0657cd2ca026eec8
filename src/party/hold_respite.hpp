// HoldRespite: how long a party plays before it may hold again. Pure; what a hold is, is in waiting.hpp.
#pragma once

#include <algorithm>

#include "base/time.hpp"

namespace matinee::party {

/// After a hold that ended by itself the next begins no sooner than this: players take a moment to start, and what they
/// said just before would have the party stop and start without end.
inline constexpr Millis shortest_hold_respite{2'000};

/// A hold that begins before the film has run for so many times the last respite is one of a row, and the respite after
/// it is twice as long, up to the longest: bad links that take turns must not ruin the evening for the others.
inline constexpr int respites_of_calm = 4;
inline constexpr Millis longest_hold_respite{60'000};

struct HoldRespite {
  ServerTime began{};            ///< when the film began to move after the last hold that ended by itself
  Millis length = shortest_hold_respite;  ///< no hold begins sooner after that
};

/// The length of the respite after a hold that begins by itself at `now`.
inline Millis respite_after_hold(const HoldRespite& last, ServerTime now) {
  const bool in_a_row = now - last.began < respites_of_calm * last.length;
  return in_a_row ? std::min(2 * last.length, longest_hold_respite) : shortest_hold_respite;
}

}  // namespace matinee::party
