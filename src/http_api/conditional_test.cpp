#include "http_api/conditional.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

using Kind = RangeChoice::Kind;

void expect_part(std::string_view header, std::uint64_t size, ByteRange expected) {
  const RangeChoice choice = choose_range(header, size);
  EXPECT_EQ(choice.kind, Kind::part) << header;
  EXPECT_EQ(choice.part, expected) << header;
}

TEST(Range, ChoosesAPart) {
  expect_part("bytes=0-99", 1000, {0, 100});
  expect_part("bytes=0-0", 1000, {0, 1});
  expect_part("bytes=500-", 1000, {500, 500});
  expect_part("bytes=999-", 1000, {999, 1});
  expect_part("bytes=-200", 1000, {800, 200});
  expect_part("bytes=-5000", 1000, {0, 1000});
  expect_part("bytes=900-5000", 1000, {900, 100});
  expect_part("bytes=0-99999999999999999999999", 1000, {0, 1000});
}

TEST(Range, IsUnsatisfiableBeyondTheEnd) {
  for (const char* header : {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999999-"}) {
    EXPECT_EQ(choose_range(header, 1000).kind, Kind::unsatisfiable) << header;
  }
  EXPECT_EQ(choose_range("bytes=-1", 0).kind, Kind::unsatisfiable);
}

TEST(Range, WhatItCannotReadItIgnores) {
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-3", "bytes=1", "items=0-1",
                             "bytes=0-1,5-6", "bytes=+1-2", "bytes=1--2", "bytes=0x1-2"}) {
    EXPECT_EQ(choose_range(header, 1000).kind, Kind::whole) << header;
  }
}

Request with(std::string name, std::string value) {
  Request request;
  request.headers = {{std::move(name), std::move(value)}};
  return request;
}

TEST(Conditional, IfNoneMatchComparesWeakly) {
  for (const char* header : {"\"a\"", "W/\"a\"", "\"x\", \"a\"", "*", "\"x\" ,W/\"a\""}) {
    EXPECT_TRUE(is_not_modified(with("if-none-match", header), "\"a\"")) << header;
  }
  for (const char* header : {"", "\"b\"", "a", "\"a", "\"x\", \"y\""}) {
    EXPECT_FALSE(is_not_modified(with("if-none-match", header), "\"a\"")) << header;
  }
}

TEST(Conditional, IfRangeComparesStrongly) {
  const char* date = "Wed, 31 Dec 2025 15:00:00 GMT";
  EXPECT_TRUE(range_applies(Request{}, "\"a\"", date));
  EXPECT_TRUE(range_applies(with("if-range", "\"a\""), "\"a\"", date));
  EXPECT_TRUE(range_applies(with("if-range", date), "\"a\"", date));
  EXPECT_FALSE(range_applies(with("if-range", "W/\"a\""), "\"a\"", date));
  EXPECT_FALSE(range_applies(with("if-range", "Thu, 01 Jan 2026 00:00:00 GMT"), "\"a\"", date));
}

}  // namespace
}  // namespace matinee::http_api
