#include "auth/subprotocol_credentials.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::auth {
namespace {

using Kind = SubprotocolCredentials::Kind;
using testing::HasSubstr;
using testing::Not;

struct Case {
  std::string header;
  Kind kind;
  std::string credential;
  std::string selected;
};

class Subprotocols : public testing::TestWithParam<Case> {};

TEST_P(Subprotocols, AreRead) {
  const auto found = parse_subprotocols(GetParam().header);
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found.value().kind, GetParam().kind);
  EXPECT_EQ(found.value().credential, GetParam().credential);
  EXPECT_EQ(found.value().selected, GetParam().selected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Subprotocols,
    testing::Values(Case{"", Kind::none, "", ""}, Case{"matinee.v1", Kind::none, "", "matinee.v1"},
                    Case{"graphql-ws, chat", Kind::none, "", ""}, Case{"chat,matinee.v1", Kind::none, "", "matinee.v1"},
                    Case{"matinee.v1, ticket.abc-_9", Kind::ticket, "abc-_9", "matinee.v1"},
                    Case{" ticket.abc ,\tmatinee.v1 ", Kind::ticket, "abc", "matinee.v1"},
                    Case{"matinee.v1, ticket.", Kind::ticket, "", "matinee.v1"},
                    // "a.b.c" and "a.b.c?", the latter with characters that differ between the alphabets
                    Case{"auth.bearer.YS5iLmM=", Kind::bearer, "a.b.c", "auth.bearer.YS5iLmM="},
                    Case{"auth.bearer.YS5iLmM", Kind::bearer, "a.b.c", "auth.bearer.YS5iLmM"},
                    Case{"auth.bearer.fn5-fn8_", Kind::bearer, "~~~~\x7F?", "auth.bearer.fn5-fn8_"},
                    Case{"auth.bearer.fn5+fn8/", Kind::bearer, "~~~~\x7F?", "auth.bearer.fn5+fn8/"},
                    Case{"auth.bearer.YQ==", Kind::bearer, "a", "auth.bearer.YQ=="},
                    Case{"matinee.v1, auth.bearer.YQ", Kind::bearer, "a", "auth.bearer.YQ"}));

TEST(SubprotocolErrors, AreExplainedWithoutTheCredential) {
  for (const auto& [header, message] : std::initializer_list<std::pair<std::string, std::string>>{
           {"auth.bearer.", "base64"},
           {"auth.bearer.c2VjcmV0$", "base64"},
           {"auth.bearer.c2VjcmV0.c2VjcmV0.c2VjcmV0", "base64"},
           {"auth.bearer.c2VjcmV0===", "base64"},
           {"auth.bearer." + std::string(20'000, 'A'), "base64"},
           {"ticket.c2VjcmV0", "matinee.v1, ticket."},
           {"matinee.v1, ticket.c2VjcmV0, ticket.b", "more than one"},
           {"matinee.v1, ticket.c2VjcmV0, auth.bearer.YQ", "more than one"},
           {"auth.bearer.c2VjcmV0, auth.bearer.YQ", "more than one"}}) {
    const auto found = parse_subprotocols(header);
    ASSERT_FALSE(found) << header;
    EXPECT_THAT(found.error(), HasSubstr(message)) << header;
    EXPECT_THAT(found.error(), Not(HasSubstr("c2VjcmV0")));
  }
}

}  // namespace
}  // namespace matinee::auth
