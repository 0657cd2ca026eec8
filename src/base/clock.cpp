#include "base/clock.hpp"

#include "base/wall_clock.hpp"

namespace matinee {

WallTime SystemWallClock::now() const {
  return WallTime{std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch())};
}

SystemClock::SystemClock()
    : origin_(from_unix_ms(to_unix_ms(SystemWallClock{}.now()))), started_(std::chrono::steady_clock::now()) {}

ServerTime SystemClock::now() const {
  return origin_ + std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_);
}

}  // namespace matinee
