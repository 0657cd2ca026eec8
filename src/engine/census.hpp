// Census: counts of parties over all shards, for readiness and metrics. Any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "metrics/metrics.hpp"

namespace matinee::engine {

class Census {
 public:
  explicit Census(metrics::Metrics& metrics) : metrics_(metrics) {}

  /// Parties that have not ended, in memory or not: more (created, or found at start) or fewer (ended).
  void change_active(std::int64_t by) {
    const std::int64_t active = active_.fetch_add(by) + by;
    metrics_.set_active_parties(static_cast<std::size_t>(std::max<std::int64_t>(active, 0)));
  }

  /// Parties whose stored state must be read again after a failed write.
  void change_stale(int by) { stale_ += by; }
  bool any_stale() const { return stale_ > 0; }

 private:
  metrics::Metrics& metrics_;
  std::atomic<std::int64_t> active_{0};
  std::atomic<int> stale_{0};
};

}  // namespace matinee::engine
