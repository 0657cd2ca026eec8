// Which key files are accepted, and what is said of the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/jose.hpp"
#include "auth/test_tokens.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

using testing::HasSubstr;

std::string refusal_of(std::string_view text) {
  const auto keys = read_public_keys(text);
  EXPECT_FALSE(keys) << "accepted " << text;
  return keys ? "" : keys.error();
}

std::string set_of(const std::string& jwks) {
  return "{\"keys\":[" + jwks + "]}";
}

TEST(PublicKeys, KnowTheirAlgorithmAndId) {
  const auto keys = read_public_keys(
      set_of(test::public_jwk(test::make_rsa_key(), "r") + "," + test::public_jwk(test::make_ec_key(), "e")));
  ASSERT_TRUE(keys) << keys.error();
  ASSERT_EQ(keys.value().size(), 2U);
  EXPECT_EQ(keys.value()[0].algorithm, "RS256");
  EXPECT_EQ(keys.value()[0].key_id, "r");
  EXPECT_EQ(keys.value()[1].algorithm, "ES256");
  EXPECT_EQ(keys.value()[1].key_id, "e");
}

TEST(PublicKeys, ASingleJwkWillDo) {
  const auto keys = read_public_keys(test::public_jwk(test::make_ec_key(), "only"));
  ASSERT_TRUE(keys) << keys.error();
  EXPECT_EQ(keys.value().size(), 1U);
}

TEST(PublicKeys, KeysForOtherPurposesArePassedOver) {
  const auto key = test::make_ec_key();
  const auto keys = read_public_keys(set_of(
      test::public_jwk(key, "encrypts", R"(,"use":"enc")") + "," +
      test::public_jwk(test::make_rsa_key(), "other", R"(,"alg":"RS512")") + "," +
      R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},{"kty":"oct","k":"AAAA"},)" +
      test::public_jwk(key, "good", R"(,"use":"sig","alg":"ES256")")));
  ASSERT_TRUE(keys) << keys.error();
  ASSERT_EQ(keys.value().size(), 1U);
  EXPECT_EQ(keys.value()[0].key_id, "good");
}

TEST(PublicKeys, UnusableFilesAreExplained) {
  const auto rsa = test::make_rsa_key();
  EXPECT_THAT(refusal_of(""), HasSubstr("neither PEM nor a JSON object"));
  EXPECT_THAT(refusal_of("[]"), HasSubstr("neither PEM nor a JSON object"));
  EXPECT_THAT(refusal_of("{}"), HasSubstr("no RSA or P-256 key"));
  EXPECT_THAT(refusal_of(R"({"keys":{}})"), HasSubstr("no array"));
  EXPECT_THAT(refusal_of(R"({"keys":[1]})"), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal_of(R"({"keys":[{"kty":"RSA","kid":"x","n":"!","e":"AQAB"}]})"),
              HasSubstr("\"x\" is no valid JWK"));
  EXPECT_THAT(refusal_of(test::public_jwk(rsa, "p", R"(,"d":"AQAB")")), HasSubstr("private key"));
  EXPECT_THAT(refusal_of(test::private_pem(rsa)), HasSubstr("private key"));
  EXPECT_THAT(refusal_of("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), HasSubstr("can be read"));
  EXPECT_THAT(refusal_of(test::public_pem(test::make_rsa_key(1024))), HasSubstr("shorter than 2048"));
  EXPECT_THAT(refusal_of(test::public_jwk(test::make_rsa_key(1024), "short")), HasSubstr("shorter than 2048"));
  EXPECT_THAT(refusal_of(test::public_pem(test::make_ec_key("P-384"))), HasSubstr("neither RSA nor EC"));
  EXPECT_THAT(refusal_of(test::public_pem(test::make_ed25519_key())), HasSubstr("neither RSA nor EC"));
}

TEST(PublicKeys, APointOffTheCurveIsRefused) {
  const std::string zero(43, 'A');
  EXPECT_THAT(refusal_of(R"({"kty":"EC","crv":"P-256","kid":"off","x":")" + zero + R"(","y":")" + zero + "\"}"),
              HasSubstr("\"off\" is no valid JWK"));
}

TEST(PublicKeys, NoneMayTakeTheGuestKeysPlace) {
  const std::string keys = test::public_jwk(test::make_ec_key(), "guest");
  const auto with_guests = TokenVerifier::create({"", keys, "", "", std::string(32, 'k')});
  ASSERT_FALSE(with_guests);
  EXPECT_THAT(with_guests.error(), HasSubstr("\"guest\""));
  EXPECT_TRUE(TokenVerifier::create({"", keys, "", "", ""}));
}

}  // namespace
}  // namespace matinee::auth
