// Backoff: how long to pause before trying again what keeps failing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>

#include "base/time.hpp"

namespace matinee {

/// What pauses are drawn from. Not thread-safe.
using RandomGenerator = std::minstd_rand;

/// From the machine's entropy, unless a simulation wants to see the same again.
inline RandomGenerator random_from(std::optional<std::uint32_t> seed = std::nullopt) {
  return RandomGenerator{seed ? *seed : std::random_device{}()};
}

/// The pause after so many `failures` in a row, at least one: `first`, doubled with each further failure up to `most`,
/// and shortened at random by up to half: many who lost the same server do not come back all at once.
inline Millis pause_after(unsigned failures, Millis first, Millis most, RandomGenerator& random) {
  constexpr unsigned enough_doublings = 40;
  Millis longest = first;
  for (unsigned n = 1; n < std::min(failures, enough_doublings) && longest < most; ++n) longest *= 2;
  longest = std::min(longest, most);
  return Millis{std::uniform_int_distribution<Millis::rep>(longest.count() / 2, longest.count())(random)};
}

/// pause_after() for one thing that is tried again and again. Not thread-safe.
class Backoff {
 public:
  Backoff(Millis first, Millis most) : first_(first), most_(most) {}

  /// It failed once more: the pause before the next attempt.
  Millis next() {
    if (failures_ < std::numeric_limits<unsigned>::max()) ++failures_;
    return pause_after(failures_, first_, most_, random_);
  }

  /// It worked: the next failure is a first one again.
  void reset() { failures_ = 0; }

 private:
  Millis first_;
  Millis most_;
  unsigned failures_ = 0;
  RandomGenerator random_ = random_from();
};

}  // namespace matinee
