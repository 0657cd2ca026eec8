// When it is told that the server's time is no longer the time of day.
#include "app/clock_watch.hpp"

#include <gtest/gtest.h>

namespace matinee::app {
namespace {

class ClockWatchTest : public ::testing::Test {
 protected:
  /// The wall clock is `ahead` of the server's time.
  std::optional<Millis> look(Millis ahead) {
    constexpr std::int64_t now = 1'735'660'800'000;
    return watch.look(from_unix_ms(now), wall_time_from_unix_ms(now) + ahead);
  }
  ClockWatch watch;
};

TEST_F(ClockWatchTest, AFewSecondsAreNothingToTell) {
  EXPECT_EQ(look(Millis{0}), std::nullopt);
  EXPECT_EQ(look(Millis{5'000}), std::nullopt);
  EXPECT_EQ(look(Millis{-5'000}), std::nullopt);
}

TEST_F(ClockWatchTest, MoreIsToldOnce) {
  EXPECT_EQ(look(Millis{5'001}), Millis{5'001});
  EXPECT_EQ(look(Millis{5'001}), std::nullopt);
  EXPECT_EQ(look(Millis{9'000}), std::nullopt);
}

TEST_F(ClockWatchTest, AnotherStepIsToldAgainAndSoIsTheWayBack) {
  EXPECT_EQ(look(Millis{-60'000}), Millis{-60'000});
  EXPECT_EQ(look(Millis{3'600'000}), Millis{3'600'000});
  EXPECT_EQ(look(Millis{0}), Millis{0});
  EXPECT_EQ(look(Millis{0}), std::nullopt);
}

}  // namespace
}  // namespace matinee::app
