// The load generator's clock: monotonic, in nanoseconds. Points of it mean nothing outside this process.
#pragma once

#include <chrono>

namespace matinee::load {

using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;
using Nanos = std::chrono::nanoseconds;

inline double seconds_of(Nanos time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace matinee::load
