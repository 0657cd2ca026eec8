// URLs of deployments, right and wrong.
#include "load/target.hpp"

#include <gtest/gtest.h>

namespace matinee::load {
namespace {

TEST(Target, TakesHostAndPortFromTheUrl) {
  const auto target = Target::open("http://127.0.0.1:8081/", true);
  ASSERT_TRUE(target) << target.error();
  EXPECT_EQ(target.value().authority(), "127.0.0.1:8081");
  EXPECT_EQ(target.value().host(), "127.0.0.1");
  EXPECT_EQ(target.value().url(), "http://127.0.0.1:8081");
  EXPECT_EQ(target.value().tls(), nullptr);
  EXPECT_GT(target.value().address().size, 0u);
}

TEST(Target, SpeaksTlsToHttps) {
  const auto target = Target::open("https://[::1]:8443", false);
  ASSERT_TRUE(target) << target.error();
  EXPECT_NE(target.value().tls(), nullptr);
  EXPECT_EQ(target.value().host(), "::1");
  EXPECT_FALSE(target.value().verify());
}

class WrongUrl : public ::testing::TestWithParam<const char*> {};

TEST_P(WrongUrl, IsRefusedWithWhatWouldBeRight) {
  const auto target = Target::open(GetParam(), true);
  ASSERT_FALSE(target);
  EXPECT_NE(target.error().find("should be http://"), std::string::npos) << target.error();
}

INSTANTIATE_TEST_SUITE_P(Target, WrongUrl,
                         ::testing::Values("", "127.0.0.1:8080", "ws://127.0.0.1:1", "http://", "http://a/path",
                                           "http://user@127.0.0.1/", "http://127.0.0.1?token=x"));

TEST(Target, SaysWhenANameIsUnknown) {
  const auto target = Target::open("http://no-such-host.invalid", true);
  ASSERT_FALSE(target);
  EXPECT_NE(target.error().find("no-such-host.invalid can't be looked up"), std::string::npos);
}

}  // namespace
}  // namespace matinee::load
