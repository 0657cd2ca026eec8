// The histogram against a naive model that keeps every value and sorts.
#include "load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace matinee::load {
namespace {

constexpr double kShares[] = {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0};

class NaiveHistogram {
 public:
  void record(Nanos value) { values_.push_back(value.count()); }
  std::int64_t percentile(double share) {
    std::sort(values_.begin(), values_.end());
    const auto rank =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(share * static_cast<double>(values_.size()))));
    return values_[rank - 1];
  }

 private:
  std::vector<std::int64_t> values_;
};

TEST(Histogram, WithoutValuesSaysZero) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0u);
  EXPECT_EQ(empty.percentile(0.99), Nanos{0});
  EXPECT_EQ(empty.max(), Nanos{0});
  EXPECT_EQ(empty.mean(), Nanos{0});
}

TEST(Histogram, TellsSmallValuesExactly) {
  Histogram histogram;
  for (int value = 0; value < 128; ++value) histogram.record(Nanos{value});
  EXPECT_EQ(histogram.percentile(0.5), Nanos{63});
  EXPECT_EQ(histogram.percentile(1.0), Nanos{127});
}

TEST(Histogram, AgreesWithTheNaiveModelWithinItsPrecision) {
  std::mt19937_64 random(7);
  for (const double scale : {1.5, 5.0, 12.0, 20.0, 29.0}) {
    Histogram histogram;
    NaiveHistogram naive;
    std::uniform_real_distribution<double> exponent(0, scale);
    for (int i = 0; i < 20'000; ++i) {
      const Nanos value{static_cast<std::int64_t>(std::exp(exponent(random)))};
      histogram.record(value);
      naive.record(value);
    }
    for (const double share : kShares) {
      const std::int64_t exact = naive.percentile(share);
      const std::int64_t told = histogram.percentile(share).count();
      EXPECT_GE(told, exact) << share;
      EXPECT_LE(told, exact + exact / 128) << share;
    }
  }
}

TEST(Histogram, MergedSaysWhatOneWithAllValuesSays) {
  std::mt19937_64 random(11);
  Histogram whole;
  Histogram parts[2];
  for (int i = 0; i < 5'000; ++i) {
    const Nanos value{static_cast<std::int64_t>(random() % 1'000'000'000)};
    whole.record(value);
    parts[i % 2].record(value);
  }
  parts[0].merge(parts[1]);
  EXPECT_EQ(parts[0].count(), whole.count());
  EXPECT_EQ(parts[0].max(), whole.max());
  EXPECT_EQ(parts[0].mean(), whole.mean());
  for (const double share : kShares) EXPECT_EQ(parts[0].percentile(share), whole.percentile(share));
}

TEST(Histogram, KeepsValuesBeyondItsRangeAtItsEnds) {
  Histogram histogram;
  histogram.record(Nanos{-5});
  histogram.record(std::chrono::hours{30});
  EXPECT_EQ(histogram.percentile(0.5), Nanos{0});
  EXPECT_EQ(histogram.percentile(1.0), Histogram::longest);
}

TEST(Histogram, NeverSaysMoreThanTheLargestValue) {
  Histogram histogram;
  histogram.record(Nanos{1'000'001});
  EXPECT_EQ(histogram.percentile(0.5), Nanos{1'000'001});
}

}  // namespace
}  // namespace matinee::load
