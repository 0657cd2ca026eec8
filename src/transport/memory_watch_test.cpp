// When memory is short, and when it no longer is.
#include "transport/memory_watch.hpp"

#include <gtest/gtest.h>

namespace matinee::transport {
namespace {

using std::chrono::seconds;

class MemoryWatchTest : public ::testing::Test {
 protected:
  bool look_after(seconds passed) {
    now += passed;
    return watch.look(now);
  }

  TimePoint now{};
  std::uint64_t in_use = 0;
  std::uint64_t kept = 0;  // freed, but not given back yet
  int trims = 0;
  MemoryWatch watch{1'000, [this] { return in_use + kept; },
                    [this] {
                      ++trims;
                      kept = 0;
                    }};
};

TEST_F(MemoryWatchTest, ShortAboveTheLimitUntilATenthBelow) {
  in_use = 1'000;
  EXPECT_FALSE(look_after(seconds{1}));
  in_use = 1'001;
  EXPECT_TRUE(look_after(seconds{1}));
  in_use = 901;
  EXPECT_TRUE(look_after(seconds{1})) << "or it would come and go with every connection";
  in_use = 900;
  EXPECT_FALSE(look_after(seconds{1}));
  in_use = 1'000;
  EXPECT_FALSE(look_after(seconds{1}));
}

TEST_F(MemoryWatchTest, NobodyIsRefusedForWhatTheAllocatorKeeps) {
  in_use = 500;
  kept = 600;
  EXPECT_FALSE(look_after(seconds{1}));
  EXPECT_EQ(trims, 1);
}

TEST_F(MemoryWatchTest, WhenEverybodyHasLeftTheAllocatorIsToldAgain) {
  in_use = 1'200;
  EXPECT_TRUE(look_after(seconds{1}));
  in_use = 100;
  kept = 1'100;
  EXPECT_TRUE(look_after(seconds{9}));
  EXPECT_FALSE(look_after(seconds{1}));
  EXPECT_EQ(trims, 2);
}

TEST_F(MemoryWatchTest, TrimsRarelyAndOnlyWhenShort) {
  in_use = 800;
  for (int i = 0; i < 100; ++i) look_after(seconds{1});
  EXPECT_EQ(trims, 0);
  in_use = 1'200;
  for (int i = 0; i < 100; ++i) look_after(seconds{1});
  EXPECT_EQ(trims, 10);
}

}  // namespace
}  // namespace matinee::transport
