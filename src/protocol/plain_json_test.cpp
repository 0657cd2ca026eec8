// Numbers as people write them, and the rest as any JSON.
#include "protocol/plain_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>
#include <random>
#include <utility>

namespace matinee::protocol {
namespace {

namespace json = boost::json;

TEST(PlainJson, WritesDoublesWithoutAnExponent) {
  const std::pair<double, std::string> rows[] = {{0.0, "0"},
                                                 {1.0, "1"},
                                                 {-1.0, "-1"},
                                                 {120.5, "120.5"},
                                                 {0.1, "0.1"},
                                                 {1e-7, "0.0000001"},
                                                 {1735660800123.25, "1735660800123.25"},
                                                 {9'007'199'254'740'992.0, "9007199254740992"},
                                                 {1e21, "1000000000000000000000"}};
  for (const auto& [number, text] : rows) EXPECT_EQ(to_plain_json(number), text);
}

/// The extremes too: the longest has 1 digit before the point and 1074 behind it, or 309 before it.
TEST(PlainJson, WhatItWritesReadsBackTheSame) {
  using Limits = std::numeric_limits<double>;
  std::mt19937_64 random(7);
  std::vector<double> numbers{Limits::max(), -Limits::max(), Limits::min(), Limits::denorm_min(),
                              -Limits::denorm_min()};
  std::uniform_real_distribution<double> exponents(-300, 300);
  for (int i = 0; i < 10'000; ++i) numbers.push_back(std::pow(10.0, exponents(random)) * (i % 2 == 0 ? 1 : -1));
  for (const double number : numbers) {
    const std::string text = to_plain_json(number);
    EXPECT_EQ(text.find_first_of("eE"), std::string::npos) << text;
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), number) << text;
  }
}

TEST(PlainJson, WritesEverythingElseAsTheLibraryReadsIt) {
  for (const char* text :
       {"null", "true", "false", "-5", "18446744073709551615", "{}", "[]", R"("")", R"({"a":[],"b":{},"c":[[1],[{}]]})",
        R"({"k\"ey\n":"a \"b\" \\ \u0001 \n 🎬 / <"})", R"([1,-2,null,"x",{"y":false}])"}) {
    EXPECT_EQ(json::parse(to_plain_json(json::parse(text))), json::parse(text)) << text;
    EXPECT_EQ(to_plain_json(json::parse(text)).find('\n'), std::string::npos) << text;
  }
  const std::string long_text(5000, 'x');
  EXPECT_EQ(to_plain_json(json::value(long_text)), '"' + long_text + '"') << "longer than one piece";
}

}  // namespace
}  // namespace matinee::protocol
