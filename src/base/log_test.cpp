#include "base/log.hpp"

#include <gtest/gtest.h>

namespace matinee::log {
namespace {

TEST(Log, WritesFieldsAsKeyAndValue) {
  EXPECT_EQ(format_event(Format::text, "listening", {{"address", "127.0.0.1:80"}, {"tls", false}, {"threads", 2}}),
            "listening address=127.0.0.1:80 tls=false threads=2");
  EXPECT_EQ(format_event(Format::json, "listening", {{"address", "::1"}, {"tls", true}, {"ratio", 0.5}}),
            R"("event":"listening","address":"::1","tls":true,"ratio":0.5)");
}

TEST(Log, QuotesWhatWouldNotBeOneWord) {
  EXPECT_EQ(format_event(Format::text, "x", {{"a", "two words"}, {"b", ""}, {"c", "k=v"}}),
            R"(x a="two words" b="" c="k=v")");
}

TEST(Log, NoValueCanStartALineOrEndAString) {
  EXPECT_EQ(format_event(Format::text, "x", {{"a", "1\n2026 info fake"}}), R"(x a="1\u000a2026 info fake")");
  EXPECT_EQ(format_event(Format::json, "x", {{"a", "\",\"level\":\"\\"}}), R"("event":"x","a":"\",\"level\":\"\\")");
}

}  // namespace
}  // namespace matinee::log
