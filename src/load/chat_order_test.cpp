// Chat of a party as its members hear it: exactly once, in one order.
#include "load/chat_order.hpp"

#include <gtest/gtest.h>

namespace matinee::load {
namespace {

class ChatOrderTest : public ::testing::Test {
 protected:
  ChatOrder order;
  ChatFaults faults;
  ChatOrder::Cursor alice = order.join();
  ChatOrder::Cursor bob = order.join();
};

TEST_F(ChatOrderTest, TheSameOrderForEveryoneIsRight) {
  EXPECT_TRUE(order.hear(alice, "a", faults));
  EXPECT_FALSE(order.hear(bob, "a", faults));
  EXPECT_TRUE(order.hear(bob, "b", faults));
  EXPECT_FALSE(order.hear(alice, "b", faults));
  order.expect_all(alice, faults);
  order.expect_all(bob, faults);
  EXPECT_EQ(faults.lost + faults.duplicated, 0u);
  EXPECT_EQ(order.size(), 2u);
}

TEST_F(ChatOrderTest, AMessagePassedOverIsLost) {
  order.hear(alice, "a", faults);
  order.hear(alice, "b", faults);
  order.hear(bob, "b", faults);
  EXPECT_EQ(faults.lost, 1u);
}

TEST_F(ChatOrderTest, AMessageThatNeverComesIsLost) {
  order.hear(alice, "a", faults);
  order.expect_all(bob, faults);
  EXPECT_EQ(faults.lost, 1u);
}

TEST_F(ChatOrderTest, AMessageHeardAgainIsADuplicate) {
  order.hear(alice, "a", faults);
  order.hear(alice, "a", faults);
  EXPECT_EQ(faults.duplicated, 1u);
}

TEST_F(ChatOrderTest, AnotherOrderIsNoticed) {
  order.hear(alice, "a", faults);
  order.hear(alice, "b", faults);
  order.hear(bob, "b", faults);
  order.hear(bob, "a", faults);
  EXPECT_GT(faults.lost + faults.duplicated, 0u);
}

TEST_F(ChatOrderTest, WhoComesLaterOwesNothingOfWhatWasBefore) {
  order.hear(alice, "a", faults);
  const ChatOrder::Cursor carol = order.join();
  order.expect_all(carol, faults);
  EXPECT_EQ(faults.lost, 0u);
}

}  // namespace
}  // namespace matinee::load
