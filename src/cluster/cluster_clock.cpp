// As NTP does it (RFC 5905, section 10: the clock filter): the sample with the shortest round trip has the least error,
// at most half of that round trip.
#include "cluster/cluster_clock.hpp"

#include <algorithm>

namespace matinee::cluster {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

constexpr std::int64_t largest_step_us = 1'000;

std::int64_t micros(ClusterClock::Steady time) {
  return duration_cast<microseconds>(time.time_since_epoch()).count();
}

}  // namespace

ServerTime ClusterClock::now() const {
  const std::int64_t now_us = micros(std::chrono::steady_clock::now()) + offset_us_.load(std::memory_order_relaxed);
  const std::int64_t now_ms = now_us / 1'000;
  std::int64_t last = last_told_ms_.load(std::memory_order_relaxed);
  while (last < now_ms && !last_told_ms_.compare_exchange_weak(last, now_ms, std::memory_order_relaxed)) {
  }
  return from_unix_ms(std::max(last, now_ms));
}

WallTime ClusterClock::Wall::now() const {
  const std::int64_t now_us = micros(std::chrono::steady_clock::now()) + offset_us.load(std::memory_order_relaxed);
  return wall_time_from_unix_ms(now_us / 1'000);
}

void ClusterClock::observe(ServerTime told, Steady asked, Steady answered) {
  const std::int64_t middle_us = (micros(asked) + micros(answered)) / 2;
  samples_[observed_ % samples_.size()] = {answered - asked, to_unix_ms(told) * 1'000 - middle_us};
  const bool first = observed_++ == 0;
  const std::int64_t offset = offset_us_.load(std::memory_order_relaxed);
  const std::int64_t best = best_offset();
  wall_.offset_us.store(best, std::memory_order_relaxed);
  const std::int64_t error = best - offset;
  const std::int64_t step = first ? error : std::clamp(error, -largest_step_us, largest_step_us);
  offset_us_.store(offset + step, std::memory_order_relaxed);
}

std::int64_t ClusterClock::best_offset() const {
  const std::size_t count = std::min(observed_, samples_.size());
  return std::min_element(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(count),
                          [](const Sample& one, const Sample& other) { return one.round_trip < other.round_trip; })
      ->offset_us;
}

}  // namespace matinee::cluster
