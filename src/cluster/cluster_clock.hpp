// ClusterClock: server time that all servers of a cluster share, and the time of day they judge tokens by. Each follows the
// database's clock, because a party whose owner changes must not jump by the difference of two machines' clocks, and what
// one server signed the others must take.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"
#include "base/wall_clock.hpp"

namespace matinee::cluster {

/// now() and wall() are thread-safe; observe() is for one thread.
class ClusterClock final : public Clock {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  ServerTime now() const override;

  /// The time of day as the database has it: unlike server time, it follows at once when that clock is set.
  const WallClock& wall() const { return wall_; }

  /// The common clock said `told`, somewhere between `asked` and `answered`. The first observation sets this clock;
  /// later ones move it by at most a millisecond each, so that no film jumps, and never back.
  void observe(ServerTime told, Steady asked, Steady answered);

 private:
  struct Sample {
    std::chrono::nanoseconds round_trip{};
    std::int64_t offset_us = 0;
  };

  class Wall final : public WallClock {
   public:
    WallTime now() const override;
    std::atomic<std::int64_t> offset_us{0};  ///< from the machine's monotonic clock to Unix time
  };

  std::int64_t best_offset() const;

  Wall wall_;
  std::atomic<std::int64_t> offset_us_{0};  ///< likewise, moved slowly
  mutable std::atomic<std::int64_t> last_told_ms_{0};
  std::array<Sample, 8> samples_{};  ///< the latest; what came back soonest is believed
  std::size_t observed_ = 0;
};

}  // namespace matinee::cluster
