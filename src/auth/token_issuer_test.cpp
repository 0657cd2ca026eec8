#include "auth/token_issuer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "auth/jose.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr WallTime now = wall_time_from_unix_ms(1'735'660'800'999);
const std::string secret = "a secret of thirty-two bytes ok!";

json::value part_of(const std::string& token, int index) {
  std::size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
  return json::parse(*decode_base64url(token.substr(begin, token.find('.', begin) - begin)));
}

TEST(TokenIssuer, SaysWhatItIsToldAndNothingElse) {
  const std::string bare = TokenIssuer(secret).issue({UserId{"alice"}, "", std::nullopt, std::nullopt, "", ""}, now);
  EXPECT_EQ(part_of(bare, 0), json::parse(R"({"alg":"HS256","typ":"JWT"})"));
  EXPECT_EQ(part_of(bare, 1), json::parse(R"({"sub":"alice","iat":1735660800})"));

  const std::string full =
      TokenIssuer(secret, "main")
          .issue({UserId{"alice"}, "Alice \"A\"", "https://a.org/p.png", now + 1h, "platform", "parties"}, now);
  EXPECT_EQ(part_of(full, 0), json::parse(R"({"alg":"HS256","typ":"JWT","kid":"main"})"));
  EXPECT_EQ(part_of(full, 1), json::parse(R"({"sub":"alice","iat":1735660800,"name":"Alice \"A\"","exp":1735664400,
                                              "picture":"https://a.org/p.png","iss":"platform","aud":"parties"})"));
}

TEST(TokenIssuer, IsUnderstoodByTheVerifier) {
  const auto verifier = TokenVerifier::create({secret, "", "platform", "parties", ""});
  const std::string token = TokenIssuer(secret).issue(
      {UserId{"alice"}, "Alice", "https://a.org/p.png", now + 1h, "platform", "parties"}, now);
  const auto principal = verifier.value().verify(token, now);
  ASSERT_TRUE(principal) << principal.error().message;
  EXPECT_EQ(principal.value(), (Principal{UserId{"alice"}, "Alice", "https://a.org/p.png",
                                          wall_time_from_unix_ms(1'735'664'400'000), false}));
}

TEST(TokenIssuer, NeedsAKey) {
  EXPECT_THROW(TokenIssuer(""), std::invalid_argument);
}

}  // namespace
}  // namespace matinee::auth
