// Backoff: pauses grow to the most, never beyond, never below half of what they have grown to.
#include "storage/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace matinee::storage {
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

TEST(Backoff, TwoDoNotPauseTheSame) {
  std::set<Millis> pauses;
  for (int i = 0; i < 20; ++i) pauses.insert(Backoff(Millis{1'000'000}, Millis{1'000'000}).next());
  EXPECT_GT(pauses.size(), 10U);
}

}  // namespace
}  // namespace matinee::storage
