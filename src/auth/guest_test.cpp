#include "auth/guest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "auth/test_tokens.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr WallTime now = wall_time_from_unix_ms(1'735'660'800'500);
const std::string secret = "a secret of thirty-two bytes ok!";

class Guests : public testing::Test {
 protected:
  Guests() {
    std::string name = testing::TempDir() + "matinee-guest-XXXXXX";
    data_ = ::mkdtemp(name.data());
  }
  ~Guests() override { fs::remove_all(data_); }

  GuestIdentities open() const {
    auto guests = GuestIdentities::open(data_, 12h);
    EXPECT_TRUE(guests) << guests.error();
    return std::move(guests).value();
  }
  std::string refusal() const {
    const auto guests = GuestIdentities::open(data_, 12h);
    EXPECT_FALSE(guests);
    return guests ? "" : guests.error();
  }
  static TokenVerifier verifier_for(const GuestIdentities& guests, std::string issuer = "") {
    return std::move(TokenVerifier::create({secret, "", std::move(issuer), "", guests.key()})).value();
  }
  std::size_t files_in_data() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(data_), fs::directory_iterator()));
  }

  fs::path data_;
};

TEST_F(Guests, KeyIsMadeOnceForThisUserOnly) {
  const std::string key = open().key();
  EXPECT_EQ(key.size(), 32U);
  struct stat status {};
  ASSERT_EQ(::stat((data_ / "guest.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(open().key(), key);
  EXPECT_EQ(files_in_data(), 1U) << "no draft is left behind";
}

TEST_F(Guests, StartsAtOnceAgreeOnOneKey) {
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (std::string& key : keys) threads.emplace_back([this, &key] { key = open().key(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(keys, testing::Each(keys.front()));
  EXPECT_EQ(files_in_data(), 1U);
}

TEST_F(Guests, ABrokenKeyFileIsExplained) {
  std::ofstream(data_ / "guest.key") << "too short";
  EXPECT_THAT(refusal(), HasSubstr("guest.key should hold 32 bytes"));
  std::ofstream(data_ / "guest.key") << std::string(33, 'x');
  EXPECT_THAT(refusal(), HasSubstr("guest.key should hold 32 bytes"));
}

TEST_F(Guests, AMissingDirectoryIsExplained) {
  fs::remove_all(data_);
  EXPECT_THAT(refusal(), HasSubstr("No such file or directory"));
}

TEST_F(Guests, AGuestsTokenStandsForTheGuest) {
  const GuestIdentities guests = open();
  const auto admission = guests.admit("Bob", now);
  EXPECT_THAT(admission.principal.user_id.str(), StartsWith("guest-"));
  EXPECT_EQ(admission.principal.user_id.str().size(), 6U + 36U);
  EXPECT_EQ(admission.principal.display_name, "Bob");
  EXPECT_TRUE(admission.principal.guest);
  EXPECT_EQ(admission.principal.expires_at, wall_time_from_unix_ms(1'735'660'800'000) + 12h);
  const auto verified = verifier_for(guests).verify(admission.token, now);
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified.value(), admission.principal);
}

TEST_F(Guests, EachIsSomeoneElse) {
  const GuestIdentities guests = open();
  EXPECT_NE(guests.admit("Bob", now).principal.user_id, guests.admit("Bob", now).principal.user_id);
}

TEST_F(Guests, TokensExpire) {
  const GuestIdentities guests = open();
  const auto admission = guests.admit("Bob", now);
  const auto verified = verifier_for(guests).verify(admission.token, *admission.principal.expires_at);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().fault, TokenFault::expired);
}

TEST_F(Guests, ThePlatformsIssuerIsNotAskedOfThem) {
  const GuestIdentities guests = open();
  EXPECT_TRUE(verifier_for(guests, "platform").verify(guests.admit("Bob", now).token, now));
}

TEST_F(Guests, NeitherKeySignsForTheOther) {
  const GuestIdentities guests = open();
  const TokenVerifier verifier = verifier_for(guests);
  const auto fault_of = [&](const std::string& header, const std::string& subject, const std::string& key) {
    const auto verified = verifier.verify(test::hmac_token(header, R"({"sub":")" + subject + "\"}", key), now);
    return verified ? std::nullopt : std::optional(verified.error().fault);
  };
  const std::string plain = R"({"alg":"HS256"})";
  const std::string guest = R"({"alg":"HS256","kid":"guest"})";
  EXPECT_EQ(fault_of(plain, "alice", secret), std::nullopt);
  EXPECT_EQ(fault_of(guest, "guest-1", guests.key()), std::nullopt);
  EXPECT_EQ(fault_of(guest, "alice", guests.key()), TokenFault::bad_subject);
  EXPECT_EQ(fault_of(plain, "guest-1", secret), TokenFault::bad_subject);
  EXPECT_EQ(fault_of(plain, "guest-1", guests.key()), TokenFault::bad_signature);
  EXPECT_EQ(fault_of(guest, "guest-1", secret), TokenFault::bad_signature);
}

TEST_F(Guests, AnotherServersGuestsAreStrangers) {
  const GuestIdentities guests = open();
  fs::remove(data_ / "guest.key");
  const GuestIdentities others = open();
  const auto verified = verifier_for(guests).verify(others.admit("Bob", now).token, now);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().fault, TokenFault::bad_signature);
}

}  // namespace
}  // namespace matinee::auth
