// The rolling window: what fits, what is forgotten, and how long to wait; against a model that keeps everything.
#include "party/rate_window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::start;
using namespace std::chrono_literals;

constexpr RateLimit three_a_minute{3, 60'000ms};

TEST(RateWindow, AdmitsTheLimitAndNoMore) {
  RateWindow window;
  EXPECT_TRUE(window.empty());
  EXPECT_EQ(window.room(three_a_minute, start), 3U);
  for (std::size_t used = 1; used <= 3; ++used) {
    window.record(three_a_minute, start);
    EXPECT_EQ(window.room(three_a_minute, start), 3U - used);
  }
  EXPECT_FALSE(window.empty());
}

TEST(RateWindow, RollsEventByEvent) {
  RateWindow window;
  window.record(three_a_minute, start);
  window.record(three_a_minute, start + 10s);
  window.record(three_a_minute, start + 20s);
  EXPECT_EQ(window.room(three_a_minute, start + 59'999ms), 0U);
  EXPECT_EQ(window.room(three_a_minute, start + 60s), 1U);
  EXPECT_EQ(window.room(three_a_minute, start + 69'999ms), 1U);
  EXPECT_EQ(window.room(three_a_minute, start + 70s), 2U);
  EXPECT_EQ(window.room(three_a_minute, start + 80s), 3U);
}

TEST(RateWindow, SaysHowLongToWait) {
  RateWindow window;
  window.record(three_a_minute, start);
  window.record(three_a_minute, start + 10s);
  EXPECT_EQ(window.retry_after(three_a_minute, start + 15s), 0ms);
  window.record(three_a_minute, start + 20s);
  EXPECT_EQ(window.retry_after(three_a_minute, start + 25s), 35s);
  EXPECT_EQ(window.retry_after(three_a_minute, start + 25s, 2), 45s);
  EXPECT_EQ(window.retry_after(three_a_minute, start + 25s, 3), 55s);
}

TEST(RateWindow, MoreThanTheLimitNeverFits) {
  RateWindow window;
  EXPECT_EQ(window.retry_after(three_a_minute, start, 4), 60s);
}

TEST(RateWindow, ALimitOfNothingAdmitsNothing) {
  RateWindow window;
  constexpr RateLimit none{0, 60'000ms};
  EXPECT_EQ(window.room(none, start), 0U);
  EXPECT_EQ(window.retry_after(none, start), 60s);
}

TEST(RateWindow, AnEarlierClockForgetsNothing) {
  RateWindow window;
  window.record(three_a_minute, start, 3);
  EXPECT_EQ(window.room(three_a_minute, start - 5s), 0U);
  EXPECT_EQ(window.retry_after(three_a_minute, start - 5s), 65s);
}

/// After a restart under a clock that was set back, new events are older than loaded ones.
TEST(RateWindow, CountsEventsRecordedOutOfOrder) {
  RateWindow window;
  window.record(three_a_minute, start + 30s);
  window.record(three_a_minute, start, 2);
  EXPECT_EQ(window.retry_after(three_a_minute, start, 1), 60s);
  EXPECT_EQ(window.retry_after(three_a_minute, start + 61s, 3), 29s);
}

/// Keeps every event there ever was and looks at all of them each time.
struct NaiveWindow {
  std::vector<ServerTime> all;

  std::size_t room(const RateLimit& limit, ServerTime now) const {
    std::size_t recent = 0;
    for (const ServerTime at : all) recent += now - at < limit.window ? 1 : 0;
    return recent < limit.events ? limit.events - recent : 0;
  }
  Millis wait(const RateLimit& limit, ServerTime now, std::size_t wanted) const {
    if (wanted > limit.events) return limit.window;
    Millis wait{0};
    while (room(limit, now + wait) < wanted) wait += 1ms;
    return wait;
  }
};

TEST(RateWindow, AgreesWithTheNaiveModel) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const RateLimit limit{random() % 6, Millis{1 + random() % 100}};
    RateWindow window;
    NaiveWindow naive;
    ServerTime now = start;
    for (int step = 0; step < 200; ++step) {
      now += Millis{random() % 30};
      const std::size_t wanted = 1 + random() % 7;
      ASSERT_EQ(window.room(limit, now), naive.room(limit, now));
      ASSERT_EQ(window.retry_after(limit, now, wanted), naive.wait(limit, now, wanted));
      if (window.room(limit, now) < wanted) continue;
      window.record(limit, now, wanted);
      naive.all.insert(naive.all.end(), wanted, now);
    }
  }
}

}  // namespace
}  // namespace matinee::party
