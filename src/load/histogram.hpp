// Histogram: how long things took, at a fixed relative error and a fixed size, however many were recorded. Buckets are
// log-linear as in HdrHistogram: every power of two is cut into 128 equal parts. Pure; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "load/time.hpp"

namespace matinee::load {

class Histogram {
 public:
  /// Values are told exactly up to 127 ns and with at most 1/128 of error above.
  static constexpr unsigned precision_bits = 7;
  /// Longer values (about 73 minutes) count as this one.
  static constexpr Nanos longest{(std::int64_t{1} << 42) - 1};

  /// Negative values count as 0.
  void record(Nanos value);

  /// Adds everything `other` has recorded.
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  /// The largest value recorded, exactly; 0 when nothing was.
  Nanos max() const { return Nanos{max_}; }
  /// The arithmetic mean, exactly; 0 when nothing was recorded.
  Nanos mean() const;

  /// The least value that `share` (0 to 1) of all recorded values don't exceed, rounded up to its bucket's end but
  /// never above max(); 0 when nothing was recorded. 0.5 is the median.
  Nanos percentile(double share) const;

 private:
  std::vector<std::uint64_t> buckets_;  // grows to the highest bucket used
  std::uint64_t count_ = 0;
  std::int64_t max_ = 0;
  long double sum_ = 0;
};

}  // namespace matinee::load
