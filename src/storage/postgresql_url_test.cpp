// PostgreSQL URLs: what they say, and that what is wrong with one is told without its password.
#include "storage/postgresql_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::storage {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

TEST(PostgresqlUrl, IsTakenApart) {
  const auto parsed = parse_postgresql_url("postgresql://ada:a%40b%2Fc@db.example.org:5433/party?sslmode=require");
  ASSERT_TRUE(parsed.has_value()) << parsed.error();
  EXPECT_THAT(parsed.value(), ElementsAre(Pair("dbname", "party"), Pair("host", "db.example.org"),
                                          Pair("password", "a@b/c"), Pair("port", "5433"), Pair("sslmode", "require"),
                                          Pair("user", "ada")));
  EXPECT_EQ(name_without_password(parsed.value()), "postgresql://ada@db.example.org:5433/party");
}

TEST(PostgresqlUrl, MayLeaveOutNearlyEverythingAndNameSeveralHosts) {
  for (const std::string url : {"postgresql://", "postgres:///party", "postgresql://[::1]:5432/party",
                                "postgresql://ada@one:5432,two:5433/party", "postgresql:///party?host=/run/postgresql",
                                "postgresql:///party?password=secret&user=ada"}) {
    const auto parsed = parse_postgresql_url(url);
    EXPECT_TRUE(parsed.has_value()) << url << ": " << parsed.error();
  }
}

TEST(PostgresqlUrl, WhatIsWrongIsToldWithoutThePassword) {
  const std::pair<std::string, std::string> wrong[] = {
      {"postgresql://ada:hunter2@db/party?colour=blue", "colour"},
      {"postgresql://ada:hunter2@[db/party", "]"},
      {"postgresql://ada:hunter2@db/party%zz", "%zz"},
      {"postgresql://ada:hunter2%zz@db/party", "%25"},
      {"postgresql:///party?user=ada&password=hunter2%zz", "%25"},
      {"postgresql:///party?password=hunter2&colour=blue", "colour"},
      {"postgresql://ada:hun@hunter2@db/party", "%40"},
      {"postgresql://ada:hun/hunter2@db/party", "%2F"},
      {"postgresql://ada:hun?hunter2@db/party", "%3F"},
      {"postgresql://ada:hunter2/party", "USER:PASSWORD@HOST:PORT"},
  };
  for (const auto& [url, hint] : wrong) {
    const auto parsed = parse_postgresql_url(url);
    ASSERT_TRUE(parsed.has_error()) << url;
    EXPECT_THAT(parsed.error(), AllOf(HasSubstr(hint), Not(HasSubstr("hunter2")))) << url;
  }
}

TEST(PostgresqlUrl, EveryCharacterReachesLibpq) {
  EXPECT_EQ(connection_string({{"host", "db"}, {"password", R"(it's a \ backslash)"}}),
            R"(host='db' password='it\'s a \\ backslash')");
}

}  // namespace
}  // namespace matinee::storage
