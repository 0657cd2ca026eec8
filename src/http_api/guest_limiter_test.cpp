#include "http_api/guest_limiter.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

const ServerTime kStart = from_unix_ms(1'735'660'800'000);
constexpr Millis kHour = std::chrono::hours{1};

TEST(GuestLimiter, CountsByAddressInARollingWindow) {
  GuestLimiter limiter({2, kHour});
  EXPECT_TRUE(limiter.admit("192.0.2.1", kStart));
  EXPECT_TRUE(limiter.admit("192.0.2.1", kStart + Millis{1000}));
  const auto refused = limiter.admit("192.0.2.1", kStart + Millis{2000});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), kHour - Millis{2000});
  EXPECT_TRUE(limiter.admit("192.0.2.2", kStart + Millis{2000}));
  EXPECT_TRUE(limiter.admit("192.0.2.1", kStart + kHour));
}

TEST(GuestLimiter, OneCustomersIpv6AddressesAreOne) {
  GuestLimiter limiter({1, kHour});
  EXPECT_TRUE(limiter.admit("2001:db8:1:2::1", kStart));
  EXPECT_FALSE(limiter.admit("2001:db8:1:2:ffff::9", kStart));
  EXPECT_TRUE(limiter.admit("2001:db8:1:3::1", kStart));
  EXPECT_TRUE(limiter.admit("192.0.2.1", kStart));
  EXPECT_FALSE(limiter.admit("::ffff:192.0.2.1", kStart)) << "the same address, written as IPv6";
  EXPECT_TRUE(limiter.admit("::ffff:192.0.2.2", kStart));
}

TEST(GuestLimiter, ForgetsTheAddressLongestIdleWhenFull) {
  GuestLimiter limiter({1, kHour}, 2);
  EXPECT_TRUE(limiter.admit("a", kStart));
  EXPECT_TRUE(limiter.admit("b", kStart));
  EXPECT_TRUE(limiter.admit("a", kStart + kHour)) << "a is the more recent now";
  EXPECT_TRUE(limiter.admit("c", kStart + kHour)) << "takes the place of b";
  EXPECT_FALSE(limiter.admit("a", kStart + kHour));
  EXPECT_FALSE(limiter.admit("c", kStart + kHour));
}

}  // namespace
}  // namespace matinee::http_api
