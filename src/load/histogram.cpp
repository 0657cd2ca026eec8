#include "load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace matinee::load {
namespace {

constexpr unsigned kBits = Histogram::precision_bits;
constexpr std::uint64_t kParts = std::uint64_t{1} << kBits;

/// Values below kParts have a bucket each; above, a power of two has kParts buckets of equal width.
std::size_t bucket_of(std::uint64_t value) {
  if (value < kParts) return value;
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
  return (shift + 1) * kParts + ((value >> shift) - kParts);
}

/// The largest value that falls into the bucket.
std::uint64_t end_of(std::size_t bucket) {
  if (bucket < kParts) return bucket;
  const std::size_t shift = bucket / kParts - 1;
  return ((bucket % kParts + kParts + 1) << shift) - 1;
}

}  // namespace

void Histogram::record(Nanos value) {
  const std::int64_t nanos = std::clamp<std::int64_t>(value.count(), 0, longest.count());
  const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(nanos));
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
  max_ = std::max(max_, nanos);
  sum_ += static_cast<long double>(nanos);
}

void Histogram::merge(const Histogram& other) {
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  std::transform(other.buckets_.begin(), other.buckets_.end(), buckets_.begin(), buckets_.begin(), std::plus<>{});
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

Nanos Histogram::mean() const {
  return count_ == 0 ? Nanos{0} : Nanos{static_cast<std::int64_t>(sum_ / static_cast<long double>(count_))};
}

Nanos Histogram::percentile(double share) const {
  if (count_ == 0) return Nanos{0};
  const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank) return Nanos{std::min(static_cast<std::int64_t>(end_of(bucket)), max_)};
  }
  return max();
}

}  // namespace matinee::load
