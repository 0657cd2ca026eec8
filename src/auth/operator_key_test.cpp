// The operator's tokens: who can make them, and what they are good for.
#include "auth/operator_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "auth/test_tokens.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr WallTime today = wall_time_from_unix_ms(1'735'660'800'000);
const std::string platform_secret = "a secret of thirty-two bytes ok!";

class Operators : public testing::Test {
 protected:
  Operators() {
    std::string name = testing::TempDir() + "matinee-operator-XXXXXX";
    data = ::mkdtemp(name.data());
  }
  ~Operators() override { fs::remove_all(data); }

  OperatorKey open() const { return OperatorKey::open(data).value(); }
  static TokenVerifier verifier_of(const OperatorKey& key) {
    VerifierOptions options{platform_secret, "", "issuer", "audience", "", key.key()};
    return std::move(TokenVerifier::create(std::move(options))).value();
  }

  fs::path data;
};

TEST_F(Operators, TheKeyIsMadeOnceForThisUserOnly) {
  EXPECT_FALSE(OperatorKey::read(data)) << "nobody made it yet";
  const std::string key = open().key();
  EXPECT_EQ(key.size(), 32U);
  struct stat status {};
  ASSERT_EQ(::stat((data / "operator.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(open().key(), key);
  EXPECT_EQ(OperatorKey::read(data).value().key(), key);
  std::ofstream(data / "operator.key") << "too short";
  EXPECT_THAT(OperatorKey::open(data).error(), HasSubstr("operator.key should hold 32 bytes"));
}

TEST_F(Operators, ATokenIsTheOperatorsUntilItExpires) {
  const OperatorKey key = open();
  const TokenVerifier verifier = verifier_of(key);
  const std::string token = key.issue(today, 1min);
  const auto principal = verifier.verify(token, today);
  ASSERT_TRUE(principal) << "whatever issuer and audience the platform has";
  EXPECT_TRUE(principal.value().server_operator);
  EXPECT_FALSE(principal.value().guest);
  EXPECT_EQ(verifier.verify(token, today + 1min).error().fault, TokenFault::expired);
}

TEST_F(Operators, NobodyElseMakesOne) {
  const OperatorKey key = open();
  const TokenVerifier verifier = verifier_of(key);
  const std::string header = R"({"alg":"HS256","kid":"matinee-operator"})";
  const std::string claims = R"({"sub":"operator","iss":"issuer","aud":"audience"})";
  EXPECT_EQ(verifier.verify(test::hmac_token(header, claims, platform_secret), today).error().fault,
            TokenFault::bad_signature);
  const auto user = verifier.verify(test::hmac_token(R"({"alg":"HS256"})", claims, platform_secret), today);
  ASSERT_TRUE(user);
  EXPECT_FALSE(user.value().server_operator) << "a platform's user may be called so, and is nobody special";
  EXPECT_FALSE(verifier.verify(test::hmac_token(R"({"alg":"HS256"})", claims, key.key()), today));
}


}  // namespace
}  // namespace matinee::auth
