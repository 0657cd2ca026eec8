#include "cluster/cluster_clock.hpp"

#include <gtest/gtest.h>

namespace matinee::cluster {
namespace {

using std::chrono::milliseconds;
using Steady = ClusterClock::Steady;

class ClusterClockTest : public testing::Test {
 protected:
  /// What the clock shows beyond the machine's monotonic one, in milliseconds, give or take the one it is rounded to.
  std::int64_t offset() const { return to_unix_ms(clock_.now()) - count(std::chrono::steady_clock::now()); }
  static std::int64_t count(Steady time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
  }
  /// The common clock is `ahead` of the monotonic one; asking took `round_trip`, the answer was made in its middle.
  void observe(std::int64_t ahead, milliseconds round_trip = milliseconds{0}) {
    const Steady asked = std::chrono::steady_clock::now();
    clock_.observe(from_unix_ms(count(asked + round_trip / 2) + ahead), asked, asked + round_trip);
  }

  ClusterClock clock_;
};

TEST_F(ClusterClockTest, TheFirstObservationSetsIt) {
  observe(1'000'000, milliseconds{40});
  EXPECT_NEAR(static_cast<double>(offset()), 1'000'000, 2);
}

TEST_F(ClusterClockTest, LaterOnesMoveItByAMillisecondAtMost) {
  observe(1'000'000);
  observe(1'000'100);
  EXPECT_NEAR(static_cast<double>(offset()), 1'000'000, 3) << "the first is believed as long as none came sooner";
  for (int i = 0; i < 8; ++i) observe(1'000'100);
  EXPECT_LT(offset(), 1'000'012);
  for (int i = 0; i < 200; ++i) observe(1'000'100);
  EXPECT_NEAR(static_cast<double>(offset()), 1'000'100, 3);
}

TEST_F(ClusterClockTest, BelievesWhatCameBackSoonest) {
  observe(1'000'000, milliseconds{1});
  for (int i = 0; i < 7; ++i) observe(1'000'500, milliseconds{400});
  EXPECT_NEAR(static_cast<double>(offset()), 1'000'000, 3);
}

TEST_F(ClusterClockTest, TheTimeOfDayFollowsAtOnce) {
  observe(1'000'000, milliseconds{10});
  observe(400'000);
  const auto off = to_unix_ms(clock_.wall().now()) - count(std::chrono::steady_clock::now());
  EXPECT_NEAR(static_cast<double>(off), 400'000, 2);
  EXPECT_NEAR(static_cast<double>(offset()), 1'000'000, 3) << "films don't jump";
}

TEST_F(ClusterClockTest, NeverGoesBack) {
  observe(1'000'000);
  ServerTime last = clock_.now();
  for (int i = 0; i < 500; ++i) {
    observe(900'000);
    const ServerTime now = clock_.now();
    EXPECT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace matinee::cluster
