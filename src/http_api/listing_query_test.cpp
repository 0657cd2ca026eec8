#include "http_api/listing_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Request asking(std::string query) {
  Request request;
  request.method = "GET";
  request.query = std::move(query);
  return request;
}

Result<storage::PublicQuery, Refusal> listed(std::string query) {
  return read_public_query(asking(std::move(query)));
}

TEST(ListingQuery, WithoutParametersIsTheFirstPageByPeople) {
  const auto query = listed("");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query.value().order, storage::ListingOrder::people);
  EXPECT_EQ(query.value().limit, default_listing_page);
  EXPECT_THAT(query.value().words, IsEmpty());
  EXPECT_FALSE(query.value().after.has_value());
}

TEST(ListingQuery, ReadsWhatIsAskedFor) {
  const auto query = listed("sort=newest&limit=50&search=Caf%C3%A9+night");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query.value().order, storage::ListingOrder::newest);
  EXPECT_EQ(query.value().limit, 50U);
  EXPECT_THAT(query.value().words, ElementsAre("café", "night"));
  EXPECT_THAT(listed("search=").value().words, IsEmpty()) << "an empty field searches for nothing";
  EXPECT_THAT(listed("search=%20").value().words, IsEmpty());
}

TEST(ListingQuery, ACursorLeadsBehindItsEntry) {
  storage::PartyListing listing;
  listing.id = PartyId{"party-with-dashes"};
  listing.people = 12;
  listing.created_at = from_unix_ms(1'735'660'800'250);
  const auto query = listed("after=" + cursor_behind(listing));
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query.value().after->people, 12U);
  EXPECT_EQ(query.value().after->created_at, listing.created_at);
  EXPECT_EQ(query.value().after->id, listing.id);

  storage::Attendance attendance;
  attendance.party = PartyId{"party-with-dashes"};
  attendance.joined_at = from_unix_ms(1'735'660'800'250);
  const auto history = read_history_query(asking("after=" + cursor_behind(attendance)), UserId{"ann"});
  ASSERT_TRUE(history.has_value());
  EXPECT_EQ(history.value().user, UserId{"ann"});
  EXPECT_EQ(history.value().after->joined_at, attendance.joined_at);
  EXPECT_EQ(history.value().after->party, attendance.party);
}

TEST(ListingQuery, SaysWhatIsWrong) {
  for (const char* query : {"limit=0", "limit=51", "limit=-1", "limit=1.5", "limit=", "limit=9999999999999999999999"}) {
    EXPECT_THAT(listed(query).error().detail, HasSubstr("\"limit\"")) << query;
    EXPECT_FALSE(read_history_query(asking(query), UserId{"ann"}).has_value()) << query;
  }
  for (const char* query : {"sort=", "sort=People", "sort=size"}) {
    EXPECT_THAT(listed(query).error().detail, HasSubstr("\"sort\"")) << query;
  }
  for (const char* query : {"after=", "after=1", "after=1-2", "after=1-2-", "after=a-2-id", "after=-1-2-id",
                            "after=1-99999999999999999999-id", "after=1-2-%00", "after=1-9999999999999999-id"}) {
    EXPECT_THAT(listed(query).error().detail, HasSubstr("\"after\"")) << query;
  }
  for (const char* query : {"after=", "after=1", "after=1-", "after=x-id"}) {
    EXPECT_FALSE(read_history_query(asking(query), UserId{"ann"}).has_value()) << query;
  }
  EXPECT_THAT(listed("search=" + std::string(101, 'a')).error().detail, HasSubstr("\"search\""));
  EXPECT_THAT(listed("search=%ff").error().detail, HasSubstr("\"search\""));
  EXPECT_THAT(listed("search=!!!").error().detail, HasSubstr("\"search\""));
}

}  // namespace
}  // namespace matinee::http_api
