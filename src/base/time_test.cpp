#include "base/time.hpp"

#include <gtest/gtest.h>

#include "base/clock.hpp"

namespace matinee {
namespace {

TEST(Time, FormatsRfc3339InUtc) {
  EXPECT_EQ(to_rfc3339(from_unix_ms(1'767'193'200'000)), "2025-12-31T15:00:00Z");
  EXPECT_EQ(to_rfc3339(from_unix_ms(951'782'399'999)), "2000-02-28T23:59:59Z");
  EXPECT_EQ(to_rfc3339(from_unix_ms(0)), "1970-01-01T00:00:00Z");
}

TEST(Time, FloorsToWholeSeconds) {
  EXPECT_EQ(floor_seconds(Millis{1999}), 1);
  EXPECT_EQ(floor_seconds(Millis{2000}), 2);
  EXPECT_EQ(floor_seconds(Millis{-1}), -1);
}

TEST(ManualClock, StandsStillUntilAdvanced) {
  ManualClock clock(from_unix_ms(5));
  EXPECT_EQ(to_unix_ms(clock.now()), 5);
  clock.advance(Millis{3});
  EXPECT_EQ(to_unix_ms(clock.now()), 8);
}

TEST(SystemClock, NeverRunsBackwards) {
  SystemClock clock;
  ServerTime last = clock.now();
  for (int i = 0; i < 10'000; ++i) {
    const ServerTime now = clock.now();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace matinee
