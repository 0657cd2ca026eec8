#include "base/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace matinee {
namespace {

// UTF-8 by definition (RFC 3629, 3): the shape of the bits, then the range of the number. Deliberately another method
// than the validator's table. `bytes` is one character.
bool is_one_character(const std::vector<std::uint8_t>& bytes) {
  static constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  static constexpr std::uint8_t lead_prefix[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
  static constexpr std::uint8_t lead_prefix_bits[] = {0, 0x80, 0xE0, 0xF0, 0xF8};
  const std::size_t size = bytes.size();
  if ((bytes[0] & lead_prefix_bits[size]) != lead_prefix[size]) return false;
  std::uint32_t value = bytes[0] & static_cast<std::uint8_t>(~lead_prefix_bits[size]);
  for (std::size_t i = 1; i < size; ++i) {
    if ((bytes[i] & 0xC0) != 0x80) return false;
    value = value << 6 | (bytes[i] & 0x3F);
  }
  return value >= smallest[size] && value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

bool accepts(const std::vector<std::uint8_t>& bytes) {
  return is_valid_utf8(std::string(bytes.begin(), bytes.end()));
}

TEST(Utf8, AcceptsAndRejectsEverySingleByteAndPairOfBytes) {
  for (unsigned a = 0; a < 256; ++a) {
    const auto first = static_cast<std::uint8_t>(a);
    ASSERT_EQ(accepts({first}), a < 0x80) << a;
    for (unsigned b = 0; b < 256; ++b) {
      const auto second = static_cast<std::uint8_t>(b);
      const bool valid = is_one_character({first, second}) || (a < 0x80 && b < 0x80);
      ASSERT_EQ(accepts({first, second}), valid) << a << ' ' << b;
    }
  }
}

TEST(Utf8, AcceptsAndRejectsEverySequenceThatStartsAsThreeBytes) {
  for (unsigned sequence = 0xE00000; sequence <= 0xEFFFFF; ++sequence) {
    const std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(sequence >> 16),
                                          static_cast<std::uint8_t>(sequence >> 8),
                                          static_cast<std::uint8_t>(sequence)};
    ASSERT_EQ(accepts(bytes), is_one_character(bytes)) << std::hex << sequence;
  }
}

TEST(Utf8, AcceptsAndRejectsSequencesThatStartAsFourBytes) {
  const std::vector<std::uint8_t> edges{0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xF4, 0xFF};
  for (unsigned lead = 0xF0; lead <= 0xFF; ++lead) {
    for (unsigned second = 0; second <= 0xFF; ++second) {
      for (const auto third : edges) {
        for (const auto fourth : edges) {
          const std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(lead), static_cast<std::uint8_t>(second),
                                                third, fourth};
          ASSERT_EQ(accepts(bytes), is_one_character(bytes)) << std::hex << lead << ' ' << second << ' ' << +third;
        }
      }
    }
  }
}

TEST(Utf8, AcceptsTextSplitAtEveryByteAndPadding) {
  const std::string text = "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5 ascii words in between \xF0\x9F\x8E\xAC";
  for (std::size_t split = 0; split <= text.size(); ++split) {
    Utf8Validator validator;
    EXPECT_TRUE(validator.append(text.substr(0, split)));
    const bool inside_character = split < text.size() && (static_cast<std::uint8_t>(text[split]) & 0xC0) == 0x80;
    EXPECT_EQ(validator.complete(), !inside_character) << split;
    EXPECT_TRUE(validator.append(text.substr(split)));
    EXPECT_TRUE(validator.complete());
  }
}

TEST(Utf8, FindsABadByteAtEveryAlignment) {
  for (std::size_t position = 0; position < 40; ++position) {
    std::string text(40, 'a');
    text[position] = '\xFF';
    EXPECT_FALSE(is_valid_utf8(text)) << position;
  }
}

TEST(Utf8, FailsAtTheFirstHopelessByte) {
  struct Case {
    std::string_view hopeful;
    char fatal;
  };
  const Case cases[] = {{"", '\x80'},     {"", '\xC0'},         {"", '\xC1'},         {"", '\xF5'},
                        {"\xC3", '('},    {"\xE0", '\x9F'},     {"\xED", '\xA0'},     {"\xF0", '\x8F'},
                        {"\xF4", '\x90'}, {"\xE2\x82", '\x20'}, {"\xF0\x9F", '\xC0'}, {"\xF0\x9F\x8E", '\x7F'}};
  for (const auto& [hopeful, fatal] : cases) {
    Utf8Validator validator;
    EXPECT_TRUE(validator.append(hopeful));
    EXPECT_FALSE(validator.append({&fatal, 1})) << +fatal;
  }
}

}  // namespace
}  // namespace matinee
