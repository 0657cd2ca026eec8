#include "base/clock.hpp"

namespace matinee {

SystemClock::SystemClock()
    : origin_(from_unix_ms(
          std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch()).count())),
      started_(std::chrono::steady_clock::now()) {}

ServerTime SystemClock::now() const {
  return origin_ + std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_);
}

}  // namespace matinee
