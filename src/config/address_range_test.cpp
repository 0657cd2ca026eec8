#include "config/address_range.hpp"

#include <gtest/gtest.h>

namespace matinee::config {
namespace {

struct Case {
  const char* range;
  const char* address;
  bool inside;
};

class Contains : public testing::TestWithParam<Case> {};

TEST_P(Contains, Address) {
  const auto range = AddressRange::parse(GetParam().range);
  ASSERT_TRUE(range) << GetParam().range;
  EXPECT_EQ(range->contains(GetParam().address), GetParam().inside) << GetParam().range << " " << GetParam().address;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Contains,
    testing::Values(Case{"10.0.0.0/8", "10.255.0.1", true}, Case{"10.0.0.0/8", "11.0.0.1", false},
                    Case{"10.0.0.0/8", "::ffff:10.1.2.3", true}, Case{"10.0.0.0/8", "2001:db8::1", false},
                    Case{"10.0.0.0/8", "nonsense", false}, Case{"10.0.0.0/8", "", false},
                    Case{"192.0.2.7", "192.0.2.7", true}, Case{"192.0.2.7", "192.0.2.8", false},
                    Case{"192.0.2.4/30", "192.0.2.7", true}, Case{"192.0.2.4/30", "192.0.2.8", false},
                    Case{"0.0.0.0/0", "203.0.113.9", true}, Case{"0.0.0.0/0", "::1", false},
                    Case{"::/0", "203.0.113.9", true}, Case{"::1", "::1", true}, Case{"::1", "0:0:0:0:0:0:0:1", true},
                    Case{"2001:db8::/33", "2001:db8:7fff::1", true}, Case{"2001:db8::/33", "2001:db8:8000::1", false},
                    Case{"fe80::/10", "fe80::1%eth0", true}));

TEST(AddressRange, RefusesWhatIsNone) {
  for (const char* text : {"", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "host", "10.1.0.0/8",
                           "::1/64", "fe80::1%eth0", "10.0.0.0/8 ", "[::1]"}) {
    EXPECT_FALSE(AddressRange::parse(text)) << text;
  }
}

}  // namespace
}  // namespace matinee::config
