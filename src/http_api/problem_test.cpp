#include "http_api/problem.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

std::string header(const Response& response, std::string_view name) {
  for (const Header& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return "absent";
}

TEST(Problem, HasTheMembersOfRfc9457AndTheCode) {
  const Response response = problem({ErrorCode::party_ended, "It ended at noon"});
  EXPECT_EQ(response.status, 404U);
  EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"The party has ended","status":404,)"
                           R"("detail":"It ended at noon","code":"PARTY_ENDED"})");
  EXPECT_EQ(header(response, "Retry-After"), "absent");
  EXPECT_EQ(header(response, "WWW-Authenticate"), "absent");
}

TEST(Problem, EveryCodeHasAStatusOfAnErrorAndADetail) {
  for (const protocol::ErrorCodeInfo& info : protocol::error_codes()) {
    const Response response = problem({info.code, {}});
    EXPECT_GE(response.status, 400U) << info.name;
    EXPECT_NE(response.body.find(info.title), std::string::npos) << info.name;
  }
}

TEST(Problem, RetryAfterIsInWholeSecondsAtLeastOne) {
  const auto retry_after = [](ErrorCode code, Millis after) {
    return header(problem({code, {}, after}), "Retry-After");
  };
  EXPECT_EQ(retry_after(ErrorCode::rate_limited, Millis{0}), "1");
  EXPECT_EQ(retry_after(ErrorCode::rate_limited, Millis{1}), "1");
  EXPECT_EQ(retry_after(ErrorCode::rate_limited, Millis{1001}), "2");
  EXPECT_EQ(retry_after(ErrorCode::rate_limited, Millis{3'600'000}), "3600");
  EXPECT_EQ(retry_after(ErrorCode::storage_unavailable, Millis{5000}), "5");
}

TEST(Problem, UnauthenticatedNamesTheScheme) {
  EXPECT_EQ(header(problem({ErrorCode::unauthenticated, {}}), "WWW-Authenticate"), "Bearer");
}

}  // namespace
}  // namespace matinee::http_api
