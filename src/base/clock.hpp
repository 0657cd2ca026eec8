// Clock: where server time comes from. The domain never calls it; time is an argument there.
#pragma once

#include <atomic>

#include "base/time.hpp"

namespace matinee {

/// Port. Thread-safe. Monotone: a later call never returns an earlier time.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual ServerTime now() const = 0;
};

/// The machine's wall clock read once at construction, advanced by the monotonic clock: an NTP step or an operator's
/// `date -s` can't move a film.
class SystemClock final : public Clock {
 public:
  SystemClock();
  ServerTime now() const override;

 private:
  ServerTime origin_;
  std::chrono::steady_clock::time_point started_;
};

/// For tests and simulations: stands still until told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(ServerTime start = from_unix_ms(1'735'660'800'000)) : now_ms_(to_unix_ms(start)) {}
  ServerTime now() const override { return from_unix_ms(now_ms_.load(std::memory_order_relaxed)); }
  void advance(Millis by) { now_ms_.fetch_add(by.count(), std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace matinee
