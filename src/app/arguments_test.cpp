#include "app/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::app {
namespace {

using ::testing::ElementsAre;

TEST(TakeOption, TakesBothFormsAndLeavesTheRest) {
  Arguments arguments{"--guests", "--name", "Ada L", "--ttl=2h", "--listen", "[::1]:80"};
  EXPECT_EQ(take_option(arguments, "--name"), "Ada L");
  EXPECT_EQ(take_option(arguments, "--ttl"), "2h");
  EXPECT_EQ(take_option(arguments, "--sub"), std::nullopt);
  EXPECT_THAT(arguments, ElementsAre("--guests", "--listen", "[::1]:80"));
}

TEST(TakeOption, IsNotMisledByLongerNames) {
  Arguments arguments{"--names=x", "--name-of", "y"};
  EXPECT_EQ(take_option(arguments, "--name"), std::nullopt);
  EXPECT_EQ(arguments.size(), 3U);
}

TEST(TakeOption, LeavesAnOptionWithoutValueToBeComplainedAbout) {
  Arguments arguments{"--name"};
  EXPECT_EQ(take_option(arguments, "--name"), std::nullopt);
  EXPECT_THAT(arguments, ElementsAre("--name"));
}

}  // namespace
}  // namespace matinee::app
