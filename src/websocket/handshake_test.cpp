#include "websocket/handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::websocket {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Handshake, AcceptsTheKeyOfTheRfcWithTheAnswerOfTheRfc) {
  EXPECT_TRUE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ=="));
  EXPECT_EQ(accept_for_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, AKeyIsSixteenBytesOfBase64) {
  EXPECT_TRUE(is_valid_key("AAAAAAAAAAAAAAAAAAAAAA=="));
  EXPECT_TRUE(is_valid_key("++++++++++//////////0g=="));
  EXPECT_FALSE(is_valid_key(""));
  EXPECT_FALSE(is_valid_key("SGVsbG8sIHdvcmxkIQ=="));      // 13 bytes
  EXPECT_FALSE(is_valid_key("dGhlIHNhbXBsZSBub25jZSE="));  // 17 bytes
  EXPECT_FALSE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ"));    // no padding
  EXPECT_FALSE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ==\n"));
  EXPECT_FALSE(is_valid_key(" dGhlIHNhbXBsZSBub25jZQ="));
  EXPECT_FALSE(is_valid_key("dGhlIHNhbXBsZSBub25j-_=="));  // base64url
  EXPECT_FALSE(is_valid_key("dGhlIHNhbXBsZS==ub25jZQ=="));
}

TEST(Subprotocols, AreNamesInOrder) {
  EXPECT_THAT(parse_subprotocols("matinee.v1, ticket.abc").value(), ElementsAre("matinee.v1", "ticket.abc"));
  EXPECT_THAT(parse_subprotocols("matinee.v1").value(), ElementsAre("matinee.v1"));
  EXPECT_THAT(parse_subprotocols("\ta ,b,\t c \t").value(), ElementsAre("a", "b", "c"));
}

TEST(Subprotocols, MayHoldBase64OfEitherAlphabetAndPadding) {
  EXPECT_THAT(parse_subprotocols("auth.bearer.ab+/cd==,auth.bearer.ab-_cd").value(),
              ElementsAre("auth.bearer.ab+/cd==", "auth.bearer.ab-_cd"));
}

TEST(Subprotocols, EmptyElementsAreSkipped) {
  EXPECT_THAT(parse_subprotocols("").value(), IsEmpty());
  EXPECT_THAT(parse_subprotocols(" , ,").value(), IsEmpty());
  EXPECT_THAT(parse_subprotocols(",a,,b,").value(), ElementsAre("a", "b"));
}

TEST(Subprotocols, SaysWhereANameIsInvalid) {
  for (const std::string_view bad : {"a, b c", "a, b\x01", "a, b\x7F", "a, b\xC3\xA4", "a, b\r\nc"}) {
    const auto names = parse_subprotocols(bad);
    ASSERT_FALSE(names) << bad;
    EXPECT_EQ(names.error().offset, 4u) << bad;
    EXPECT_FALSE(names.error().what.empty());
  }
}

}  // namespace
}  // namespace matinee::websocket
