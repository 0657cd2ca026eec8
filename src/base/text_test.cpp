#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace matinee {
namespace {

TEST(Text, CountsCodePointsNotBytes) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("abc"), 3U);
  EXPECT_EQ(count_code_points("h\xC3\xA9"), 2U);
  EXPECT_EQ(count_code_points("\xF0\x9F\x8E\xAC\xE2\x9C\xA8"), 2U);
}

TEST(Text, FindsControlCharacters) {
  EXPECT_FALSE(has_control_characters("plain \xC3\xA9 \xF0\x9F\x8E\xAC"));
  EXPECT_TRUE(has_control_characters("a\nb"));
  EXPECT_FALSE(has_control_characters("a\nb", "\n"));
  EXPECT_TRUE(has_control_characters("a\x7F"));
  EXPECT_TRUE(has_control_characters("a\xC2\x85"));
  EXPECT_FALSE(has_control_characters("a\xC2\xA0"));
  EXPECT_TRUE(has_control_characters(std::string("a\0b", 3)));
}

TEST(Text, KnowsBlankText) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\xC2\xA0\xE3\x80\x80\xE2\x80\x8B"));
  EXPECT_FALSE(is_blank(" x "));
}

TEST(Text, ValidatesIds) {
  EXPECT_TRUE(is_valid_id("a"));
  EXPECT_TRUE(is_valid_id(std::string(128, 'x')));
  EXPECT_FALSE(is_valid_id(std::string(129, 'x')));
  EXPECT_FALSE(is_valid_id(""));
  EXPECT_FALSE(is_valid_id("a\tb"));
  EXPECT_FALSE(is_valid_id(" "));
  EXPECT_FALSE(is_valid_id("\xFF")) << "a database refuses it";
}

}  // namespace
}  // namespace matinee
