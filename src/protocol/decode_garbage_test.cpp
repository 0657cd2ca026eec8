// What is not JSON, not quite JSON, or JSON meant to hurt.
#include <gtest/gtest.h>

#include <random>

#include "protocol/limits.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

using testing::decoded;

struct Row {
  const char* what;
  std::string text;
  std::string detail;
};

class NotJson : public ::testing::TestWithParam<Row> {};

TEST_P(NotJson, IsToldWhere) {
  EXPECT_EQ(decoded(GetParam().text), "error: " + GetParam().detail) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, NotJson,
    ::testing::Values(
        Row{"nothing", "", "not valid JSON at byte 0: incomplete JSON"},
        Row{"white space", "  ", "not valid JSON at byte 2: incomplete JSON"},
        Row{"half a command", R"({"type":"pl)", "not valid JSON at byte 11: incomplete JSON"},
        Row{"two commands", R"({"type":"play"}{"type":"pause"})", "not valid JSON at byte 15: extra data"},
        Row{"NaN", R"({"type":"seek","position":NaN})", "not valid JSON at byte 26: syntax error"},
        Row{"Infinity", R"({"type":"seek","position":Infinity})", "not valid JSON at byte 26: syntax error"},
        Row{"minus infinity", R"({"type":"seek","position":-Infinity})", "not valid JSON at byte 27: syntax error"},
        Row{"hexadecimal", R"({"type":"seek","position":0x10})", "not valid JSON at byte 27: syntax error"},
        Row{"a leading zero", R"({"type":"seek","position":012})", "not valid JSON at byte 27: syntax error"},
        Row{"a bare point", R"({"type":"seek","position":1.})", "not valid JSON at byte 28: syntax error"},
        Row{"a comment", R"({"type":"play"/**/})", "not valid JSON at byte 14: syntax error"},
        Row{"a trailing comma", R"({"type":"play",})", "not valid JSON at byte 15: syntax error"},
        Row{"single quotes", "{'type':'play'}", "not valid JSON at byte 1: syntax error"},
        Row{"a raw line break in text", "{\"type\":\"chat\",\"message\":\"a\nb\"}",
            "not valid JSON at byte 27: syntax error"},
        Row{"half a surrogate pair", R"({"type":"chat","message":"\ud83c"})",
            "not valid JSON at byte 32: syntax error"},
        Row{"the wrong half", R"({"type":"chat","message":"\udfac"})",
            "not valid JSON at byte 32: illegal trailing surrogate"},
        Row{"not UTF-8", "{\"type\":\"chat\",\"message\":\"\xC3\x28\"}", "not valid JSON at byte 26: syntax error"},
        Row{"overlong UTF-8", "{\"type\":\"chat\",\"message\":\"\xC0\xAF\"}",
            "not valid JSON at byte 26: syntax error"},
        Row{"a byte order mark", "\xEF\xBB\xBF{\"type\":\"play\"}", "not valid JSON at byte 0: syntax error"},
        Row{"a NUL byte at the end", std::string("{\"type\":\"play\"}\0", 16), "not valid JSON at byte 15: extra data"},
        Row{"a key twice", R"({"type":"play","type":"end"})",
            R"("type" appears twice in one object, again at byte 20)"},
        Row{"a key twice, spelled differently", R"({"type":"play","\u0074ype":"end"})",
            R"("type" appears twice in one object, again at byte 25)"},
        Row{"a key twice further in", R"({"type":"play","x":[{"a":1,"a":2}]})",
            R"("a" appears twice in one object, again at byte 29)"}));

TEST(Garbage, TheSameKeyInTwoObjectsIsFine) {
  EXPECT_EQ(decoded(R"({"type":"play","a":{"a":{"a":1}},"b":{"a":1}})"), "play");
}

TEST(Garbage, NestingIsBounded) {
  const auto nested = [](std::size_t depth) {
    return R"({"type":"play","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(decoded(nested(max_json_depth - 1)), "play");
  EXPECT_EQ(decoded(nested(max_json_depth)), "error: not valid JSON at byte 26: too deep");
  EXPECT_EQ(decoded(nested(8'000)), "error: not valid JSON at byte 26: too deep");
  EXPECT_EQ(decoded(std::string(16'384, '[')), "error: not valid JSON at byte 8: too deep");
}

TEST(Garbage, NumbersBeyondEveryTypeAreOutOfRange) {
  for (const char* number : {"1e309", "-1e309", "1e99999", "123456789012345678901234567890e300", "1e-400"}) {
    const std::string answer = decoded(std::string{R"({"type":"seek","position":)"} + number + "}");
    if (std::string_view{number} == "1e-400") {
      EXPECT_EQ(answer, "seek 0ms");
    } else {
      EXPECT_EQ(answer.rfind("error: ", 0), 0U) << number << " → " << answer;
    }
  }
}

/// Texts of 16 KiB at random, from bytes and from JSON's own characters: always an answer, never more than a sentence.
TEST(Garbage, AnythingGetsAnAnswer) {
  constexpr std::string_view alphabet = R"({}[]":,\u0aeE+-.1 truefalsnp)";
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string text(round % 2 == 0 ? 16'384 : random() % 64, ' ');
    for (char& c : text) {
      c = round % 4 < 2 ? static_cast<char>(random() % 256) : alphabet[random() % alphabet.size()];
    }
    const auto result = decode_command(text, testing::party_id);
    ASSERT_FALSE(result);
    EXPECT_FALSE(result.error().detail.empty());
    EXPECT_LT(result.error().detail.size(), 2048U);
    EXPECT_TRUE(testing::is_sendable(result.error().detail));
  }
}

/// A good command with one byte changed, left out or doubled, at every place.
TEST(Garbage, OneByteOffIsAnsweredToo) {
  const std::string good = R"({"type":"reactions","party_id":"party-uuid","reactions":[{"emoji":"🔥","count":3}]})";
  ASSERT_EQ(decoded(good), "reactions 🔥x3 at -");
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string without = good;
    without.erase(i, 1);
    std::string doubled = good;
    doubled.insert(i, 1, good[i]);
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 0x15);
    for (const std::string& text : {without, doubled, changed, good.substr(0, i)}) {
      const auto result = decode_command(text, testing::party_id);
      if (!result) {
        EXPECT_TRUE(testing::is_sendable(result.error().detail)) << text;
      }
    }
  }
}

}  // namespace
}  // namespace matinee::protocol
