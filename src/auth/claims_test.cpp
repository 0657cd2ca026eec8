// What a token with a good signature has to say, and what becomes of it.
#include <gtest/gtest.h>

#include "auth/test_tokens.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

// 2024-12-31T16:00:00Z
constexpr std::int64_t now_seconds = 1'735'660'800;
constexpr WallTime now = wall_time_from_unix_ms(now_seconds * 1000);
const std::string secret = "a secret of thirty-two bytes ok!";

Result<Principal, TokenError> verified(const std::string& claims, const std::string& issuer = "",
                                       const std::string& audience = "") {
  const auto verifier = TokenVerifier::create({secret, "", issuer, audience, ""});
  return verifier.value().verify(test::hmac_token(R"({"alg":"HS256"})", claims, secret), now);
}

Principal principal_of(const std::string& claims) {
  auto principal = verified(claims);
  EXPECT_TRUE(principal) << claims << ": " << principal.error().message;
  return principal ? std::move(principal).value() : Principal{};
}

struct FaultCase {
  std::string claims;
  std::optional<TokenFault> fault;  ///< empty: accepted
};

void expect_faults(const std::vector<FaultCase>& table, const std::string& issuer = "",
                   const std::string& audience = "") {
  for (const FaultCase& row : table) {
    const auto principal = verified(row.claims, issuer, audience);
    EXPECT_EQ(principal ? std::nullopt : std::optional(principal.error().fault), row.fault) << row.claims;
  }
}

TEST(Claims, ExpiryHasNoLeeway) {
  const auto expiring = [](const std::string& value) { return R"({"sub":"a","exp":)" + value + "}"; };
  expect_faults({{expiring(std::to_string(now_seconds + 1)), std::nullopt},
                 {expiring(std::to_string(now_seconds)), TokenFault::expired},
                 {expiring(std::to_string(now_seconds - 1)), TokenFault::expired},
                 {expiring(std::to_string(now_seconds) + ".5"), std::nullopt},
                 {expiring("0"), TokenFault::expired},
                 {expiring("-1e300"), TokenFault::expired},
                 {expiring("1e300"), std::nullopt},
                 {expiring("18446744073709551615"), std::nullopt},
                 {expiring("null"), std::nullopt},
                 {expiring("\"1735660801\""), TokenFault::malformed},
                 {expiring("true"), TokenFault::malformed}});
}

TEST(Claims, ExpiryReachesThePrincipal) {
  EXPECT_EQ(principal_of(R"({"sub":"a","exp":1735660860.25})").expires_at, wall_time_from_unix_ms(1'735'660'860'250));
  EXPECT_EQ(principal_of(R"({"sub":"a"})").expires_at, std::nullopt);
  EXPECT_EQ(to_rfc3339(*principal_of(R"({"sub":"a","exp":1e300})").expires_at), "9999-12-31T23:59:59Z");
}

TEST(Claims, TheExpiredAreToldWhen) {
  EXPECT_EQ(verified(R"({"sub":"a","exp":1735660740})").error().message, "the token expired at 2024-12-31T15:59:00Z");
}

TEST(Claims, NotBeforeAndIssuedAtHaveAMinuteOfLeeway) {
  for (const std::string name : {"nbf", "iat"}) {
    const auto from = [&name](std::int64_t seconds) {
      return R"({"sub":"a",")" + name + "\":" + std::to_string(seconds) + "}";
    };
    expect_faults({{from(now_seconds - 1), std::nullopt},
                   {from(now_seconds + 60), std::nullopt},
                   {from(now_seconds + 61), TokenFault::not_yet_valid}});
    expect_faults({{R"({"sub":"a",")" + name + "\":\"soon\"}", TokenFault::malformed}});
  }
}

TEST(Claims, IssuerMustBeTheExpectedOne) {
  expect_faults({{R"({"sub":"a","iss":"platform"})", std::nullopt},
                 {R"({"sub":"a","iss":"platform2"})", TokenFault::wrong_issuer},
                 {R"({"sub":"a","iss":["platform"]})", TokenFault::wrong_issuer},
                 {R"({"sub":"a"})", TokenFault::wrong_issuer}},
                "platform");
  expect_faults({{R"({"sub":"a","iss":"anyone"})", std::nullopt}});
}

TEST(Claims, AudienceMustContainTheExpectedOne) {
  expect_faults({{R"({"sub":"a","aud":"parties"})", std::nullopt},
                 {R"({"sub":"a","aud":["shop","parties"]})", std::nullopt},
                 {R"({"sub":"a","aud":"shop"})", TokenFault::wrong_audience},
                 {R"({"sub":"a","aud":["shop",1,null]})", TokenFault::wrong_audience},
                 {R"({"sub":"a","aud":[]})", TokenFault::wrong_audience},
                 {R"({"sub":"a","aud":7})", TokenFault::wrong_audience},
                 {R"({"sub":"a"})", TokenFault::wrong_audience}},
                "", "parties");
}

TEST(Claims, TheUserIsSubOrElseUserId) {
  EXPECT_EQ(principal_of(R"({"sub":"a","user_id":"b"})").user_id, UserId{"a"});
  EXPECT_EQ(principal_of(R"({"user_id":"b"})").user_id, UserId{"b"});
  EXPECT_EQ(principal_of(R"({"sub":"é日"})").user_id, UserId{"é日"});
  EXPECT_FALSE(principal_of(R"({"sub":"a"})").guest);
}

TEST(Claims, AUserIdIsPrintableAndShort) {
  const auto subject = [](const std::string& text) { return R"({"sub":")" + text + "\"}"; };
  expect_faults({{subject(std::string(128, 'x')), std::nullopt},
                 {subject(std::string(129, 'x')), TokenFault::bad_subject},
                 {subject(""), TokenFault::bad_subject},
                 {subject("a\\nb"), TokenFault::bad_subject},
                 {subject("a\\u0000"), TokenFault::bad_subject},
                 {subject("a\\u0085"), TokenFault::bad_subject},
                 {R"({"sub":7})", TokenFault::bad_subject},
                 {R"({"name":"Alice"})", TokenFault::bad_subject},
                 {"{}", TokenFault::bad_subject}});
}

TEST(Claims, APlatformCantClaimAGuest) {
  expect_faults({{R"({"sub":"guest-4b1c"})", TokenFault::bad_subject}, {R"({"sub":"guest"})", std::nullopt}});
}

TEST(Claims, DisplayNameIsTheFirstUsableOne) {
  EXPECT_EQ(
      principal_of(R"({"sub":"a","username":"u","preferred_username":"p","display_name":"d","name":"n"})").display_name,
      "n");
  EXPECT_EQ(principal_of(R"({"sub":"a","username":"u","preferred_username":"p","display_name":"d"})").display_name,
            "d");
  EXPECT_EQ(principal_of(R"({"sub":"a","username":"u","preferred_username":"p"})").display_name, "p");
  EXPECT_EQ(principal_of(R"({"sub":"a","username":"u"})").display_name, "u");
  EXPECT_EQ(principal_of(R"({"sub":"a"})").display_name, "a");
  EXPECT_EQ(principal_of(R"({"sub":"a","name":" ","display_name":7,"username":"x\ny"})").display_name, "a");
}

TEST(Claims, ALongDisplayNameIsCutBetweenCharacters) {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "é";
  EXPECT_EQ(principal_of(R"({"sub":"a","name":")" + hundred + "\"}").display_name, hundred);
  EXPECT_EQ(principal_of(R"({"sub":"a","name":")" + hundred + "éz\"}").display_name, hundred);
  EXPECT_EQ(principal_of(R"({"sub":")" + std::string(128, 'x') + "\"}").display_name, std::string(100, 'x'));
}

TEST(Claims, AvatarIsAWebAddressOrNothing) {
  const auto avatar = [](const std::string& claims) {
    return principal_of(R"({"sub":"a",)" + claims + "}").avatar_url;
  };
  EXPECT_EQ(avatar(R"("picture":"https://a.org/p.png")"), "https://a.org/p.png");
  EXPECT_EQ(avatar(R"("avatar_url":"http://a.org/p.png")"), "http://a.org/p.png");
  EXPECT_EQ(avatar(R"("picture":"javascript:alert","avatar_url":"https://a.org/p.png")"), "https://a.org/p.png");
  for (const std::string url :
       {"javascript:alert", "data:image/png;base64,AA==", "//a.org/p.png", "https://", "https:///p",
        "https://a.org/a b", "https://a.org/\\\"onload=", "https://a.org/<", "ftp://a.org/p", ""}) {
    EXPECT_EQ(avatar(R"("picture":")" + url + "\""), std::nullopt) << url;
  }
  EXPECT_EQ(avatar(R"("picture":"https://a.org/)" + std::string(2035, 'x') + "\""), std::nullopt);
  EXPECT_EQ(avatar(R"("picture":7)"), std::nullopt);
}

}  // namespace
}  // namespace matinee::auth
