// ClockWatch: whether the server's time still is the time of day. They are the same when the server starts; they part
// when the machine's clock is set right later, or the machine sleeps. Pure; one thread.
#pragma once

#include <chrono>
#include <optional>

#include "base/time.hpp"
#include "base/wall_clock.hpp"

namespace matinee::app {

class ClockWatch {
 public:
  /// How far the wall clock is ahead of the server's time (negative: behind), where that is worth a line: beyond
  /// `tolerance`, and once until it changes by as much again.
  std::optional<Millis> look(ServerTime server_time, WallTime wall_time) {
    const Millis ahead{to_unix_ms(wall_time) - to_unix_ms(server_time)};
    if (std::chrono::abs(ahead - told_) <= tolerance) return std::nullopt;
    told_ = ahead;
    return ahead;
  }

  /// More than a clock that is kept right by NTP is off.
  static constexpr Millis tolerance{5'000};

 private:
  Millis told_{0};
};

}  // namespace matinee::app
