// The load generator's clock: monotonic, in nanoseconds. Points of it mean nothing outside this process.
#pragma once

#include <chrono>

namespace matinee::load {

using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;
using Nanos = std::chrono::nanoseconds;

}  // namespace matinee::load
