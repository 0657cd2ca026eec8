#include "auth/origin_policy.hpp"

#include <gtest/gtest.h>

namespace matinee::auth {
namespace {

TEST(OriginPolicy, ByDefaultOnlyTheServersOwnPages) {
  const OriginPolicy policy("", {});
  EXPECT_TRUE(policy.allows("http://localhost:8080", "http://localhost:8080"));
  EXPECT_TRUE(policy.allows("HTTP://LOCALHOST:8080", "http://localhost:8080"));
  EXPECT_TRUE(policy.allows("https://a.org", "https://a.org:443"));
  EXPECT_TRUE(policy.allows("", "http://localhost:8080")) << "no browser, no lure";
  for (const char* origin : {"http://localhost:8081", "https://localhost:8080", "http://localhost", "http://evil.org",
                             "http://localhost:8080.evil.org", "null", "localhost:8080", "://", "x"}) {
    EXPECT_FALSE(policy.allows(origin, "http://localhost:8080")) << origin;
    EXPECT_FALSE(policy.allows_cookie(origin, "http://localhost:8080")) << origin;
  }
}

TEST(OriginPolicy, ThePublicUrlIsTheServersOwnToo) {
  const OriginPolicy policy("https://party.example.org/", {});
  EXPECT_TRUE(policy.allows("https://party.example.org", "http://10.0.0.5:8080"));
  EXPECT_TRUE(policy.allows_cookie("https://party.example.org", "http://10.0.0.5:8080"));
  EXPECT_FALSE(policy.allows("http://party.example.org", "http://10.0.0.5:8080"));
}

TEST(OriginPolicy, ListedOriginsAreTrusted) {
  const OriginPolicy policy("", {"https://www.example.org", "http://dev.example.org:3000"});
  EXPECT_TRUE(policy.allows_cookie("https://www.example.org", "https://api.example.org"));
  EXPECT_TRUE(policy.allows_cookie("http://dev.example.org:3000", "https://api.example.org"));
  EXPECT_FALSE(policy.allows("https://example.org", "https://api.example.org"));
  EXPECT_FALSE(policy.allows("https://sub.www.example.org", "https://api.example.org"));
}

TEST(OriginPolicy, TheWildcardDoesNotReachTheCookie) {
  const OriginPolicy policy("", {"*", "https://www.example.org"});
  EXPECT_TRUE(policy.allows("https://anything.org", "https://api.example.org"));
  EXPECT_TRUE(policy.allows("null", "https://api.example.org"));
  EXPECT_FALSE(policy.allows_cookie("https://anything.org", "https://api.example.org"));
  EXPECT_FALSE(policy.allows_cookie("null", "https://api.example.org"));
  EXPECT_TRUE(policy.allows_cookie("https://www.example.org", "https://api.example.org"));
  EXPECT_TRUE(policy.allows_cookie("https://api.example.org", "https://api.example.org"));
}

TEST(OriginPolicy, ASocketWithItsOwnTokenIsFineFromAnywhereUntilOriginsAreListed) {
  EXPECT_TRUE(OriginPolicy("", {}).allows_socket_with_token("https://other.example", "https://party.example"));
  const OriginPolicy listed("", {"https://friend.example"});
  EXPECT_TRUE(listed.allows_socket_with_token("https://friend.example", "https://party.example"));
  EXPECT_FALSE(listed.allows_socket_with_token("https://other.example", "https://party.example"));
}

TEST(OriginPolicy, TwoUnreadableOriginsAreNotTheSame) {
  EXPECT_FALSE(OriginPolicy("", {}).allows_cookie("null", ""));
  EXPECT_FALSE(OriginPolicy("", {}).allows_cookie("nonsense", "nonsense"));
}

TEST(OriginPolicy, Normalizes) {
  EXPECT_EQ(OriginPolicy::normalize("HTTPS://A.org:443/x?y#z"), "https://a.org");
  EXPECT_EQ(OriginPolicy::normalize("http://a.org:80"), "http://a.org");
  EXPECT_EQ(OriginPolicy::normalize("http://a.org:443"), "http://a.org:443");
  EXPECT_EQ(OriginPolicy::normalize("http://a.org:8080?x"), "http://a.org:8080");
  EXPECT_EQ(OriginPolicy::normalize("http://[::1]:80"), "http://[::1]");
  EXPECT_EQ(OriginPolicy::normalize("http://[::80]"), "http://[::80]");
  for (const char* text :
       {"", "a.org", "null", "://a.org", "https://", "https:///x", "https://user@a.org", "http://a b"}) {
    EXPECT_EQ(OriginPolicy::normalize(text), "") << text;
  }
}

}  // namespace
}  // namespace matinee::auth
