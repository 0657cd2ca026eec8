#include "protocol/event_text.hpp"
#include "protocol/json_string.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <random>

#include "protocol/plain_json.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

TEST(EventTextTest, WritesMembersInTheOrderOfTheCalls) {
  EventText text;
  text.add("type", std::string_view("seek"));
  text.add("playing", true);
  text.add("past", std::int64_t{-5});
  text.add("most", std::numeric_limits<std::uint64_t>::max());
  text.add("rate", 1.25);
  text.add("whole", 1.0);
  text.add_null("clip");
  text.add_json("by", R"({"user_id":"u"})");
  EXPECT_EQ(text.take(), R"({"type":"seek","playing":true,"past":-5,"most":18446744073709551615,"rate":1.25,"whole":1,)"
                         R"("clip":null,"by":{"user_id":"u"}})");
}

TEST(EventTextTest, ValuesFollowWhatWasWrittenDirectly) {
  EventText text;
  text.add("type", std::string_view("typing"));
  text["user_id"] = "u";
  text["list"] = json::array{1, 2.5};
  EXPECT_EQ(text.take(), R"({"type":"typing","user_id":"u","list":[1,2.5]})");
}

TEST(EventTextTest, EitherPartMayBeMissing) {
  EXPECT_EQ(EventText{}.take(), "{}");
  EventText only_values;
  only_values["a"] = 1;
  EXPECT_EQ(only_values.take(), R"({"a":1})");
}

TEST(EventTextTest, SmallestIntegerFits) {
  EventText text;
  text.add("n", std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(text.take(), R"({"n":-9223372036854775808})");
}

TEST(EventTextTest, StringsAreWrittenAsBoostWritesThem) {
  std::mt19937 random(4);
  const std::string_view special("\"\\\b\f\n\r\t\0\x01\x1f\x7f/ é😀", 19);
  for (int round = 0; round < 2'000; ++round) {
    std::string original;
    for (auto pieces = random() % 6; pieces > 0; --pieces) {
      // Multi-byte characters stay whole: text is UTF-8.
      const auto at = random() % 13;
      original += at < 12 ? std::string(1, special[at]) : std::string("é😀");
      original.append(random() % 20, 'x');
    }
    std::string written;
    append_json_string(written, original);
    ASSERT_EQ(written, json::serialize(json::string(original)));
    ASSERT_EQ(json::parse(written).as_string(), original);
  }
}

}  // namespace
}  // namespace matinee::protocol
