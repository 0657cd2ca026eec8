// AcceptRate: a burst, then so many a second, and how long to wait.
#include "transport/accept_rate.hpp"

#include <gtest/gtest.h>

namespace matinee::transport {
namespace {

/// Accepts as many as there is room for at `now`.
int accept_all(AcceptRate& rate, TimePoint now) {
  int accepted = 0;
  while (rate.has_room(now)) {
    rate.take();
    ++accepted;
  }
  return accepted;
}

TEST(AcceptRate, LetsABurstInAndThenSoManyASecond) {
  const TimePoint start{std::chrono::hours{1}};
  AcceptRate rate(1'000);
  EXPECT_EQ(accept_all(rate, start), 100);
  int accepted = 0;
  for (int ms = 1; ms <= 1'000; ++ms) accepted += accept_all(rate, start + Millis{ms});
  EXPECT_NEAR(accepted, 1'000, 1);
  EXPECT_EQ(accept_all(rate, start + std::chrono::hours{1}), 100) << "quiet times are not saved up";
}

TEST(AcceptRate, SaysHowLongToWait) {
  const TimePoint start{std::chrono::hours{1}};
  AcceptRate rate(4);
  EXPECT_EQ(accept_all(rate, start), 1) << "at least one";
  EXPECT_EQ(rate.wait(), Millis{250});
  EXPECT_FALSE(rate.has_room(start + Millis{249}));
  EXPECT_LE(rate.wait(), Millis{2});
  EXPECT_TRUE(rate.has_room(start + Millis{250}));
}

}  // namespace
}  // namespace matinee::transport
