// Backoff: pauses grow to the most, never beyond, never below half of what they have grown to.
#include "base/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace matinee {
namespace {

TEST(Backoff, DoublesUpToTheMostAndBeginsAgain) {
  Backoff backoff(Millis{100}, Millis{350});
  for (int round = 0; round < 50; ++round) {
    for (const int longest : {100, 200, 350, 350, 350}) {
      const Millis pause = backoff.next();
      EXPECT_GE(pause, Millis{longest / 2});
      EXPECT_LE(pause, Millis{longest});
    }
    backoff.reset();
  }
}

TEST(Backoff, NeverStopsPausingHoweverLongItFails) {
  RandomGenerator random = random_from(7);
  EXPECT_GE(pause_after(4'000'000'000U, Millis{50}, Millis{800}, random), Millis{400});
  EXPECT_EQ(pause_after(3, Millis{0}, Millis{0}, random), Millis{0});
}

TEST(Backoff, TheSameLotsPauseTheSame) {
  RandomGenerator one = random_from(7);
  RandomGenerator other = random_from(7);
  for (unsigned failures = 1; failures < 20; ++failures) {
    EXPECT_EQ(pause_after(failures, Millis{50}, Millis{800}, one),
              pause_after(failures, Millis{50}, Millis{800}, other));
  }
}

TEST(Backoff, TwoDoNotPauseTheSame) {
  std::set<Millis> pauses;
  for (int i = 0; i < 20; ++i) pauses.insert(Backoff(Millis{1'000'000}, Millis{1'000'000}).next());
  EXPECT_GT(pauses.size(), 10U);
}

}  // namespace
}  // namespace matinee
