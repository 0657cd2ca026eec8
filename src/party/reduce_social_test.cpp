// Chat, reactions, typing, reports: what everyone may do, and how often.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class Social : public ::testing::Test {
 protected:
  Social() {
    scene.connect("host");
    scene.enter("ann");
    scene.enter("bob");
  }
  std::string chat(const char* user) { return scene.give(user, Chat{MessageId{"m"}, "hello"}); }
  std::string react(const char* user, std::size_t count) {
    return scene.give(user, React{{{"+", count}}, 1s, count > 1});
  }
  Scene scene;
};

TEST_F(Social, ChatIsPosted) {
  EXPECT_EQ(scene.give("ann", Chat{MessageId{"m1"}, "What a film"}), "chat m1 by ann: What a film");
}

TEST_F(Social, TenChatsAMinuteForEachUser) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(chat("ann"), "chat m by ann: hello") << i;
    scene.now += 1s;
  }
  EXPECT_EQ(chat("ann"), "refused: rate_limited for 50000ms");
  EXPECT_EQ(chat("bob"), "chat m by bob: hello");
  scene.now += 50s - 1ms;
  EXPECT_EQ(chat("ann"), "refused: rate_limited for 1ms");
  scene.now += 1ms;
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
  EXPECT_EQ(chat("ann"), "refused: rate_limited for 1000ms") << "the window rolls message by message";
}

TEST_F(Social, RefusedChatsDoNotCount) {
  for (int i = 0; i < 10; ++i) chat("ann");
  for (int i = 0; i < 100; ++i) EXPECT_EQ(chat("ann"), "refused: rate_limited for 60000ms");
  scene.now += 60s;
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
}

TEST_F(Social, ThirtyReactionsAMinute) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(react("ann", 1), "ann reacted +x1 at 1000ms");
  EXPECT_EQ(react("ann", 1), "refused: rate_limited for 60000ms");
  EXPECT_EQ(react("bob", 1), "bob reacted +x1 at 1000ms");
}

TEST_F(Social, EachReactionOfABatchCounts) {
  EXPECT_EQ(react("ann", 29), "ann reacted in a batch +x29 at 1000ms");
  EXPECT_EQ(react("ann", 2), "refused: rate_limited for 60000ms") << "a batch is taken whole or not at all";
  EXPECT_EQ(react("ann", 1), "ann reacted +x1 at 1000ms");
  EXPECT_EQ(react("bob", 31), "refused: rate_limited for 60000ms") << "more than a minute's worth never fits";
  const std::vector<ReactionCount> several{{"+", 10}, {"-", 10}, {"*", 11}};
  EXPECT_EQ(scene.give("bob", React{several, 1s, true}), "refused: rate_limited for 60000ms");
}

TEST_F(Social, AReactionWithoutAPositionIsOfNow) {
  scene.give("host", Skip{ClipId{"clip"}});
  scene.now += 7s;
  EXPECT_EQ(scene.give("ann", React{{{"+", 1}}, std::nullopt, false}), "ann reacted +x1 at 7000ms");
}

TEST_F(Social, TypingIsToldWhenItChanges) {
  EXPECT_EQ(scene.give("ann", SetTyping{false}), "nothing");
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "ann types");
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "nothing");
  EXPECT_EQ(scene.give("ann", SetTyping{false}), "ann stopped typing");
}

TEST_F(Social, TypingIsLimitedButNeverLeftOn) {
  scene.limits.typing = {3, 60'000ms};
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "ann types");
  EXPECT_EQ(scene.give("ann", SetTyping{false}), "ann stopped typing");
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "ann types");
  EXPECT_EQ(scene.give("ann", SetTyping{false}), "ann stopped typing");
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "refused: rate_limited for 60000ms");
  scene.now += 60s;
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "ann types");
}

}  // namespace
}  // namespace matinee::party
