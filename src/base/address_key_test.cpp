#include "base/address_key.hpp"

#include <gtest/gtest.h>

namespace matinee {
namespace {

TEST(AddressKey, CountsIpv4AddressesOneByOne) {
  EXPECT_EQ(address_key("192.0.2.1"), "192.0.2.1");
  EXPECT_NE(address_key("192.0.2.1"), address_key("192.0.2.2"));
  EXPECT_EQ(address_key("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(AddressKey, CountsIpv6ByNetwork) {
  EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:2:ffff::9"));
  EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
}

TEST(AddressKey, TakesOtherTextAsItIs) {
  EXPECT_EQ(address_key("unix"), "unix");
}

}  // namespace
}  // namespace matinee
