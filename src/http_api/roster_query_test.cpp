// Which page of a roster a query asks for.
#include "http_api/roster_query.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

Result<engine::RosterQuery, Refusal> read(std::string query) {
  Request request;
  request.query = std::move(query);
  return read_roster_query(request);
}

TEST(RosterQuery, WithoutParametersIsTheFirstWholePage) {
  const auto query = read("");
  ASSERT_TRUE(query);
  EXPECT_EQ(query.value().limit, max_roster_page);
  EXPECT_FALSE(query.value().after);
}

TEST(RosterQuery, TakesLimitAndTheUserToGoOnBehind) {
  const auto query = read("limit=50&after=user%2F7");
  ASSERT_TRUE(query);
  EXPECT_EQ(query.value().limit, 50U);
  EXPECT_EQ(query.value().after, UserId{"user/7"});
}

TEST(RosterQuery, SaysWhatWasWrong) {
  for (const char* query : {"limit=0", "limit=1001", "limit=-1", "limit=ten", "limit=", "limit=5x", "limit",
                            "limit=99999999999999999999999"}) {
    const auto refused = read(query);
    ASSERT_FALSE(refused) << query;
    EXPECT_EQ(refused.error().detail, "\"limit\" in the query must be a whole number, 1 to 1000") << query;
  }
  for (const char* query : {"after=", "after", "after=%0A", "after=%zz"}) {
    const auto refused = read(query);
    ASSERT_FALSE(refused) << query;
    EXPECT_EQ(refused.error().detail, "\"after\" in the query must be the \"next\" of the page before") << query;
  }
}

}  // namespace
}  // namespace matinee::http_api
