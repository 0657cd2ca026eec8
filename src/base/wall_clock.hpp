// WallClock: the time of day as the machine has it now. It may be wrong, and jump when it is set right: films go by the
// Clock instead. What others have dated is judged by it: a token's "expires at" means the time of day.
#pragma once

#include <atomic>

#include "base/time.hpp"

namespace matinee {

/// Tag for times of day: milliseconds since the Unix epoch by the machine's wall clock.
struct WallTimeline {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Millis;
  using time_point = std::chrono::time_point<WallTimeline>;
  static constexpr bool is_steady = false;
};
using WallTime = WallTimeline::time_point;

constexpr std::int64_t to_unix_ms(WallTime time) {
  return time.time_since_epoch().count();
}
constexpr WallTime wall_time_from_unix_ms(std::int64_t ms) {
  return WallTime{Millis{ms}};
}

/// As for points of server time.
inline std::string to_rfc3339(WallTime time) {
  return to_rfc3339(from_unix_ms(to_unix_ms(time)));
}

/// Port. Thread-safe. May go back.
class WallClock {
 public:
  virtual ~WallClock() = default;
  virtual WallTime now() const = 0;
};

/// The machine's, read at every call.
class SystemWallClock final : public WallClock {
 public:
  WallTime now() const override;
};

/// For tests and simulations: stands still until told to move.
class ManualWallClock final : public WallClock {
 public:
  explicit ManualWallClock(WallTime start = wall_time_from_unix_ms(1'735'660'800'000)) : now_ms_(to_unix_ms(start)) {}
  WallTime now() const override { return wall_time_from_unix_ms(now_ms_.load(std::memory_order_relaxed)); }
  /// `by` may be negative.
  void advance(Millis by) { now_ms_.fetch_add(by.count(), std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace matinee
