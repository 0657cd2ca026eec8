// Verifying tokens: signatures, algorithms, and which key may check what. Claims are in claims_test.cpp.
#include "auth/token_verifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "auth/test_tokens.hpp"

namespace matinee::auth {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr WallTime now = wall_time_from_unix_ms(1'735'660'800'000);
const std::string secret = "a secret of thirty-two bytes ok!";
const std::string alice = R"({"sub":"alice"})";
const std::string hs256 = R"({"alg":"HS256"})";

TokenVerifier verifier_with(VerifierOptions options) {
  auto verifier = TokenVerifier::create(std::move(options));
  EXPECT_TRUE(verifier) << verifier.error();
  return std::move(verifier).value();
}
TokenVerifier secret_verifier() {
  return verifier_with({.secret = secret, .public_keys = {}, .issuer = {}, .audience = {}, .guest_key = {}});
}
TokenVerifier key_verifier(std::string keys, std::string with_secret = {}) {
  return verifier_with({.secret = std::move(with_secret),
                        .public_keys = std::move(keys),
                        .issuer = {},
                        .audience = {},
                        .guest_key = {}});
}

/// The user id, or the fault's number and message.
std::string outcome_of(const TokenVerifier& verifier, std::string_view token, WallTime at = now) {
  const auto principal = verifier.verify(token, at);
  return principal ? principal.value().user_id.str() : "refused: " + principal.error().message;
}
/// Empty when it is accepted.
std::optional<TokenFault> fault_of(const TokenVerifier& verifier, std::string_view token, WallTime at = now) {
  const auto principal = verifier.verify(token, at);
  if (principal) return std::nullopt;
  EXPECT_FALSE(principal.error().message.empty());
  if (token.size() > 10) {
    EXPECT_THAT(principal.error().message, Not(HasSubstr(std::string(token.substr(0, 10)))));
  }
  return principal.error().fault;
}

TEST(TokenVerifier, AcceptsHs256) {
  EXPECT_EQ(outcome_of(secret_verifier(), test::hmac_token(hs256, alice, secret)), "alice");
  EXPECT_EQ(
      outcome_of(secret_verifier(), test::hmac_token(R"({"typ":"JWT","alg":"HS256","kid":"any"})", alice, secret)),
      "alice");
}

TEST(TokenVerifier, AcceptsRs256AndEs256FromPem) {
  const auto rsa = test::make_rsa_key();
  const auto ec = test::make_ec_key();
  EXPECT_EQ(outcome_of(key_verifier(test::public_pem(rsa)), test::key_token(R"({"alg":"RS256"})", alice, rsa)),
            "alice");
  EXPECT_EQ(outcome_of(key_verifier(test::public_pem(ec)), test::key_token(R"({"alg":"ES256"})", alice, ec)), "alice");
  // Several keys in one file, and a `kid` that PEM can't name.
  const TokenVerifier both = key_verifier(test::public_pem(rsa) + test::public_pem(ec));
  EXPECT_EQ(outcome_of(both, test::key_token(R"({"alg":"RS256","kid":"x"})", alice, rsa)), "alice");
  EXPECT_EQ(outcome_of(both, test::key_token(R"({"alg":"ES256","kid":"x"})", alice, ec)), "alice");
}

TEST(TokenVerifier, EcKeysWithLeadingZerosWork) {
  // One coordinate in 256 starts with a zero byte; the conversion must keep it.
  for (int i = 0; i < 600; ++i) {
    const auto key = test::make_ec_key();
    const auto verifier = TokenVerifier::create(
        {.secret = {}, .public_keys = test::public_pem(key), .issuer = {}, .audience = {}, .guest_key = {}});
    ASSERT_TRUE(verifier) << verifier.error();
    ASSERT_EQ(outcome_of(verifier.value(), test::key_token(R"({"alg":"ES256"})", alice, key)), "alice") << i;
  }
}

TEST(TokenVerifier, ChoosesAmongAJwkSetByKeyId) {
  const auto first = test::make_ec_key();
  const auto second = test::make_ec_key();
  const TokenVerifier verifier =
      key_verifier("{\"keys\":[" + test::public_jwk(first, "one") + "," + test::public_jwk(second, "two") + "]}");
  EXPECT_EQ(outcome_of(verifier, test::key_token(R"({"alg":"ES256","kid":"one"})", alice, first)), "alice");
  EXPECT_EQ(outcome_of(verifier, test::key_token(R"({"alg":"ES256","kid":"two"})", alice, second)), "alice");
  EXPECT_EQ(fault_of(verifier, test::key_token(R"({"alg":"ES256","kid":"one"})", alice, second)),
            TokenFault::bad_signature);
  EXPECT_EQ(fault_of(verifier, test::key_token(R"({"alg":"ES256","kid":"three"})", alice, first)),
            TokenFault::unknown_key);
  EXPECT_EQ(outcome_of(verifier, test::key_token(R"({"alg":"ES256"})", alice, second)), "alice")
      << "no kid: all are tried";
}

TEST(TokenVerifier, RefusesUnsignedTokens) {
  const TokenVerifier verifier = secret_verifier();
  for (const char* algorithm : {"none", "None", "NONE", "", "HS384", "HS512", "PS256", "EdDSA", "hs256"}) {
    const std::string header = std::string(R"({"alg":")") + algorithm + "\"}";
    EXPECT_EQ(fault_of(verifier, test::hmac_token(header, alice, secret)), TokenFault::unsupported_algorithm)
        << algorithm;
    EXPECT_EQ(fault_of(verifier, test::signing_input(header, alice) + "."), TokenFault::unsupported_algorithm)
        << algorithm;
  }
  EXPECT_EQ(fault_of(verifier, test::signing_input(hs256, alice) + "."), TokenFault::bad_signature);
}

TEST(TokenVerifier, APublicKeyIsNeverAnHmacSecret) {
  const auto rsa = test::make_rsa_key();
  const std::string pem = test::public_pem(rsa);
  EXPECT_EQ(fault_of(key_verifier(pem), test::hmac_token(hs256, alice, pem)), TokenFault::unsupported_algorithm);
  EXPECT_EQ(fault_of(key_verifier(pem, secret), test::hmac_token(hs256, alice, pem)), TokenFault::bad_signature);
  // Nor does one kind of public key check the other's signatures.
  const auto ec = test::make_ec_key();
  EXPECT_EQ(fault_of(key_verifier(pem), test::key_token(R"({"alg":"ES256"})", alice, ec)),
            TokenFault::unsupported_algorithm);
  EXPECT_EQ(fault_of(key_verifier(pem), test::key_token(R"({"alg":"RS256"})", alice, ec)), TokenFault::bad_signature);
  EXPECT_EQ(fault_of(secret_verifier(), test::key_token(R"({"alg":"RS256"})", alice, rsa)),
            TokenFault::unsupported_algorithm);
}

TEST(TokenVerifier, TwoAlgorithmsInOneHeaderDontConfuseIt) {
  const auto rsa = test::make_rsa_key();
  const TokenVerifier verifier = key_verifier(test::public_pem(rsa), secret);
  for (const char* header : {R"({"alg":"none","alg":"HS256"})", R"({"alg":"RS256","alg":"HS256"})"}) {
    const auto principal = verifier.verify(test::hmac_token(header, alice, "not the secret"), now);
    EXPECT_FALSE(principal) << header;
  }
}

TEST(TokenVerifier, EveryFlippedCharacterIsNoticed) {
  const TokenVerifier verifier = secret_verifier();
  const std::string token = test::hmac_token(hs256, R"({"sub":"alice","exp":1735664400})", secret);
  ASSERT_EQ(outcome_of(verifier, token), "alice");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string tampered = token;
    tampered[i] = tampered[i] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(fault_of(verifier, tampered).has_value()) << "at " << i;
  }
}

TEST(TokenVerifier, RefusesMalformedTokens) {
  const TokenVerifier verifier = secret_verifier();
  const std::string good = test::hmac_token(hs256, alice, secret);
  const auto signed_as = [](std::string_view header, std::string_view claims) {
    return test::hmac_token(header, claims, secret);
  };
  for (const std::string& token : {
           std::string(),
           std::string("."),
           std::string(".."),
           std::string("..."),
           std::string("a.b.c"),
           good + ".x",
           good + "=",
           good + " ",
           " " + good,
           good.substr(0, good.rfind('.')),
           "Bearer " + good,
           signed_as("[]", alice),
           signed_as("{", alice),
           signed_as("{}", alice),
           signed_as(R"({"alg":1})", alice),
           signed_as(R"({"alg":"HS256","kid":7})", alice),
           signed_as(R"({"alg":"HS256","crit":["b64"],"b64":false})", alice),
           signed_as(hs256, "[]"),
           signed_as(hs256, "not json"),
           signed_as(hs256, "\"alice\""),
           signed_as(hs256, ""),
           signed_as(hs256, "{\"sub\":\"\xFF\"}"),
           signed_as(hs256, std::string(5000, '[')),
       }) {
    EXPECT_EQ(fault_of(verifier, token), TokenFault::malformed) << token;
  }
}

TEST(TokenVerifier, BoundsTheLength) {
  const TokenVerifier verifier = secret_verifier();
  const auto padded = [](std::size_t bytes) {
    return test::hmac_token(hs256, R"({"sub":"alice","x":")" + std::string(bytes, 'x') + "\"}", secret);
  };
  EXPECT_EQ(outcome_of(verifier, padded(6'000)), "alice");
  EXPECT_EQ(fault_of(verifier, padded(6'200)), TokenFault::too_long);
}

TEST(TokenVerifier, WithoutKeysRefusesEverything) {
  const TokenVerifier verifier = verifier_with({});
  EXPECT_EQ(fault_of(verifier, test::hmac_token(hs256, alice, "")), TokenFault::unsupported_algorithm);
  EXPECT_EQ(fault_of(verifier, test::hmac_token(R"({"alg":"HS256","kid":"guest"})", alice, "")),
            TokenFault::unsupported_algorithm);
}

TEST(TokenVerifier, IsSharedByThreads) {
  const auto rsa = test::make_rsa_key();
  const auto ec = test::make_ec_key();
  const TokenVerifier verifier = key_verifier(test::public_pem(rsa) + test::public_pem(ec), secret);
  const std::vector tokens{test::hmac_token(hs256, alice, secret), test::key_token(R"({"alg":"RS256"})", alice, rsa),
                           test::key_token(R"({"alg":"ES256"})", alice, ec)};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        for (const std::string& token : tokens) EXPECT_EQ(outcome_of(verifier, token), "alice");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// RFC 7515 appendix A and RFC 7519 section 6.1. Their claims name no user, which is only noticed once the signature has
// been found right.
const std::string rfc_claims =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr WallTime rfc_expiry = wall_time_from_unix_ms(1'300'819'380'000);

struct RfcVector {
  const char* name;
  std::string token;
  VerifierOptions options;
};

std::vector<RfcVector> rfc_vectors() {
  const auto hmac_key =
      decode_base64url("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  const std::string rsa_key =
      R"({"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ)"
      R"(PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdb)"
      R"(BYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_)"
      R"(h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})";
  const std::string rsa_signature =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
      "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
      "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
      "Ge77Rw";
  const std::string ec_key = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                             R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
  return {
      {"A.1",
       "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + rfc_claims + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
       {hmac_key.value_or(""), "", "", "", ""}},
      {"A.2", "eyJhbGciOiJSUzI1NiJ9." + rfc_claims + "." + rsa_signature, {"", rsa_key, "", "", ""}},
      {"A.3",
       "eyJhbGciOiJFUzI1NiJ9." + rfc_claims +
           ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
       {"", ec_key, "", "", ""}},
  };
}

TEST(TokenVerifier, AgreesWithRfc7515) {
  for (RfcVector& vector : rfc_vectors()) {
    SCOPED_TRACE(vector.name);
    const TokenVerifier verifier = verifier_with(vector.options);
    EXPECT_EQ(fault_of(verifier, vector.token, rfc_expiry - Millis{1}), TokenFault::bad_subject);
    EXPECT_EQ(fault_of(verifier, vector.token, rfc_expiry), TokenFault::expired);
    std::string tampered = vector.token;
    tampered[tampered.size() - 10] = tampered[tampered.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(fault_of(verifier, tampered, rfc_expiry - Millis{1}), TokenFault::bad_signature);
  }
}

TEST(TokenVerifier, RefusesTheUnsecuredTokenOfRfc7519) {
  const std::string token = "eyJhbGciOiJub25lIn0." + rfc_claims + ".";
  EXPECT_EQ(fault_of(secret_verifier(), token, rfc_expiry - Millis{1}), TokenFault::unsupported_algorithm);
}

}  // namespace
}  // namespace matinee::auth
