// Who is due and when, as tokens are shown, renewed and given up.
#include "engine/token_expiry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/manual_executor_test_support.hpp"

namespace matinee::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

class TokenExpiryTest : public ::testing::Test {
 protected:
  static constexpr ConnectionId one{1}, two{2}, three{3};

  WallTime in(Millis time) const { return wall_clock.now() + time; }
  void watch(ConnectionId connection, WallTime expires_at) {
    if (!expiries.insert_or_assign(connection, expires_at).second) expiry.forget_one();
    expiry.watch(connection, expires_at);
  }
  void close(ConnectionId connection) {
    expiry.forget_one();
    expiries.erase(connection);
  }
  /// Who became due.
  std::vector<ConnectionId> advance(Millis by) {
    clock.advance(by);
    wall_clock.advance(by);
    executor.run_due();
    return std::exchange(due, {});
  }

  ManualClock clock;
  ManualWallClock wall_clock;
  testing::ManualExecutor executor{clock};
  std::map<ConnectionId, WallTime> expiries;
  std::vector<ConnectionId> due;
  TokenExpiry expiry{executor, wall_clock,
                     [this](ConnectionId connection) {
                       const auto found = expiries.find(connection);
                       return found == expiries.end() ? std::nullopt : std::optional{found->second};
                     },
                     [this](ConnectionId connection) { due.push_back(connection); }};
};

TEST_F(TokenExpiryTest, EachIsDueAtItsTime) {
  watch(one, in(Millis{3'000}));
  watch(two, in(Millis{1'000}));
  watch(three, in(Millis{2'000}));
  EXPECT_THAT(advance(Millis{999}), IsEmpty());
  EXPECT_THAT(advance(Millis{1}), ElementsAre(two));
  EXPECT_THAT(advance(Millis{2'000}), ElementsAre(three, one));
  EXPECT_THAT(advance(Millis{10'000}), IsEmpty());
}

TEST_F(TokenExpiryTest, WhoIsGoneIsNotDue) {
  watch(one, in(Millis{1'000}));
  watch(two, in(Millis{1'000}));
  close(one);
  EXPECT_THAT(advance(Millis{1'000}), ElementsAre(two));
}

TEST_F(TokenExpiryTest, ARenewedTokenIsDueAtItsNewTime) {
  watch(one, in(Millis{1'000}));
  watch(one, in(Millis{5'000}));
  EXPECT_THAT(advance(Millis{1'000}), IsEmpty());
  EXPECT_THAT(advance(Millis{4'000}), ElementsAre(one));
}

TEST_F(TokenExpiryTest, ATokenShownTwiceIsDueOnce) {
  watch(one, in(Millis{1'000}));
  watch(one, in(Millis{1'000}));
  EXPECT_THAT(advance(Millis{1'000}), ElementsAre(one));
}

TEST_F(TokenExpiryTest, ManyWhoComeRenewAndGoAreDueAsToldLast) {
  std::mt19937 random(7);
  std::vector<ConnectionId> expected;
  for (std::uint64_t step = 1; step <= 5'000; ++step) {
    const ConnectionId connection{1 + random() % 300};
    if (random() % 3 == 0 && expiries.contains(connection)) {
      close(connection);
    } else {
      watch(connection, in(Millis{random() % 1'000'000}));
    }
  }
  for (const auto& [connection, expires_at] : expiries) expected.push_back(connection);
  std::vector<ConnectionId> seen;
  WallTime last = wall_clock.now();
  for (int step = 0; step < 1'000; ++step) {
    const WallTime until = in(Millis{1'000});
    for (const ConnectionId connection : advance(Millis{1'000})) {
      EXPECT_GE(expiries.at(connection), last);
      EXPECT_LE(expiries.at(connection), until);
      seen.push_back(connection);
    }
    last = until;
  }
  EXPECT_THAT(seen, UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace matinee::engine
