// Connections that are told one thing and closed: the client can read it, and costs little meanwhile.
#include "transport/lingering_close.hpp"

#include <gtest/gtest.h>

#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using testing::ManualLoop;
using testing::ScriptedStream;
using testing::Wire;

constexpr Millis linger{1'000};

class LingeringCloseTest : public ::testing::Test {
 protected:
  std::shared_ptr<Wire> turn_away() {
    auto wire = std::make_shared<Wire>();
    closes.close_after("full", std::make_unique<ScriptedStream>(wire));
    return wire;
  }
  static void client_sends(Wire& wire, std::string bytes) {
    wire.incoming += bytes;
    while (wire.signal()) {
    }
  }

  ManualLoop loop;
  LingeringClose closes{loop, linger, 2};
};

TEST_F(LingeringCloseTest, ARequestThatArrivesLaterDoesNotCostTheAnswer) {
  const auto wire = turn_away();
  EXPECT_EQ(wire->written, "full");
  EXPECT_TRUE(wire->send_shut);
  client_sends(*wire, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(wire->incoming.empty());
  EXPECT_FALSE(wire->closed) << "the client has not read the answer yet";
}

TEST_F(LingeringCloseTest, EndsAsSoonAsTheClientCloses) {
  const auto wire = turn_away();
  wire->ended = true;
  client_sends(*wire, "GET /");
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(closes.size(), 0u);
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(LingeringCloseTest, EndsWithItsTimeWhateverTheClientDoes) {
  const auto wire = turn_away();
  loop.advance(linger - Millis{1});
  client_sends(*wire, "more");
  EXPECT_FALSE(wire->closed);
  loop.advance(Millis{1});
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(closes.size(), 0u);
}

TEST_F(LingeringCloseTest, EndsWhenAClientSendsWithoutEnd) {
  const auto wire = turn_away();
  for (int i = 0; i < 4; ++i) client_sends(*wire, std::string(64 * 1024, 'x'));
  EXPECT_FALSE(wire->closed);
  client_sends(*wire, "x");
  EXPECT_TRUE(wire->closed);
}

TEST_F(LingeringCloseTest, BeyondItsCapacityConnectionsAreToldAndClosedAtOnce) {
  const auto first = turn_away();
  const auto second = turn_away();
  const auto third = turn_away();
  EXPECT_EQ(third->written, "full");
  EXPECT_TRUE(third->closed);
  first->ended = true;
  client_sends(*first, "");
  EXPECT_FALSE(turn_away()->closed) << "there is room again";
  EXPECT_FALSE(second->closed);
}

TEST_F(LingeringCloseTest, ABrokenConnectionIsClosed) {
  auto wire = std::make_shared<Wire>();
  wire->fail_at = 0;
  closes.close_after("full", std::make_unique<ScriptedStream>(wire));
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(closes.size(), 0u);
}

}  // namespace
}  // namespace matinee::transport
