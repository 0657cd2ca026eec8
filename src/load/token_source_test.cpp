// Where the viewers' tokens come from.
#include "load/token_source.hpp"

#include <gmock/gmock.h>

namespace matinee::load {
namespace {

using ::testing::HasSubstr;

TEST(TokenSource, SignsForAnotherUserForEveryViewer) {
  const TokenSource source = TokenSource::signing([](const std::string& user) { return "token of " + user; });
  EXPECT_NE(source.token(0), source.token(1));
  EXPECT_EQ(source.token(1), source.token(1));
}

TEST(TokenSource, TwoRunsShareNoUsers) {
  const auto sign = [](const std::string& user) { return user; };
  EXPECT_NE(TokenSource::signing(sign).token(0), TokenSource::signing(sign).token(0));
}

TEST(TokenSource, TakesTheLinesOfACommandThatKnowsHowMany) {
  const auto source = TokenSource::running("seq $MATINEE_TOKENS", 3);
  ASSERT_TRUE(source) << source.error();
  EXPECT_EQ(source.value().token(0), "1");
  EXPECT_EQ(source.value().token(2), "3");
}

TEST(TokenSource, SaysWhatACommandDidInstead) {
  EXPECT_THAT(TokenSource::running("echo one", 2).error(), HasSubstr("printed 1 tokens; 2 are needed"));
  EXPECT_THAT(TokenSource::running("exit 3", 1).error(), HasSubstr("failed"));
}

}  // namespace
}  // namespace matinee::load
