// ConnectionGate: closed after a failure, for a while; open after a success.
#include "storage/connection_gate.hpp"

#include <gtest/gtest.h>

namespace matinee::storage {
namespace {

constexpr Millis hour{3'600'000};

TEST(ConnectionGate, TellsTheLastFailureUntilTheNextAttempt) {
  ConnectionGate gate{Backoff(hour, hour)};
  EXPECT_EQ(gate.closed(), std::nullopt);
  gate.close("refused");
  EXPECT_EQ(gate.closed(), "refused");
  gate.close("no route");
  EXPECT_EQ(gate.closed(), "no route");
  gate.open();
  EXPECT_EQ(gate.closed(), std::nullopt);
}

TEST(ConnectionGate, LetsAnAttemptThroughWhenItsTimeHasCome) {
  ConnectionGate gate{Backoff(Millis{0}, Millis{0})};
  gate.close("refused");
  EXPECT_EQ(gate.closed(), std::nullopt);
}

}  // namespace
}  // namespace matinee::storage
