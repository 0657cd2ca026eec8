// The flags of the load generator: what they mean, and what is said about wrong ones.
#include "load/flags.hpp"

#include <gmock/gmock.h>

namespace matinee::load {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string error_of(const std::vector<std::string>& arguments) {
  const auto parsed = parse_flags(arguments);
  return parsed ? "no error" : parsed.error();
}

TEST(BenchFlags, WithoutAnyDescribeASmallRun) {
  const auto parsed = parse_flags({});
  ASSERT_TRUE(parsed);
  const Options& options = parsed.value().options;
  EXPECT_EQ(options.parties, 1u);
  EXPECT_EQ(options.clients, 100u);
  EXPECT_EQ(options.rate, 1.0);
  EXPECT_EQ(options.in_flight, 32u);
  EXPECT_TRUE(options.verify_certificate);
}

TEST(BenchFlags, ReadNumbersDurationsAndShares) {
  const auto parsed =
      parse_flags({"--parties", "10", "--clients=20", "--ramp", "500ms", "--duration", "2m", "--slow-readers", "10",
                   "--byte-readers", "25", "--reconnect-storm", "50", "--chat", "0.5", "--insecure"});
  ASSERT_TRUE(parsed) << parsed.error();
  const Options& options = parsed.value().options;
  EXPECT_EQ(options.connections(), 200u);
  EXPECT_EQ(options.ramp, milliseconds{500});
  EXPECT_EQ(options.duration, minutes{2});
  EXPECT_DOUBLE_EQ(options.slow_readers, 0.1);
  EXPECT_DOUBLE_EQ(options.byte_readers, 0.25);
  EXPECT_DOUBLE_EQ(options.reconnect_storm, 0.5);
  EXPECT_DOUBLE_EQ(options.chats, 0.5);
  EXPECT_FALSE(options.verify_certificate);
}

TEST(BenchFlags, RateMaxMeansOneAfterTheOtherUnlessMoreAreWanted) {
  const auto one = parse_flags({"--rate", "max"});
  EXPECT_FALSE(one.value().options.rate);
  EXPECT_EQ(one.value().options.in_flight, 1u);
  EXPECT_EQ(parse_flags({"--rate", "max", "--in-flight", "8"}).value().options.in_flight, 8u);
}

TEST(BenchFlags, WhatIsNotTheirsIsLeftForTheSettings) {
  const auto parsed = parse_flags({"--spawn", "--threads", "1", "--clients", "5"});
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed.value().rest, ElementsAre("--threads", "1"));
  EXPECT_TRUE(parsed.value().options.spawn);
}

TEST(BenchFlags, OnlyAServerOfTheRunsOwnCanBeRestarted) {
  EXPECT_TRUE(parse_flags({"--spawn", "--restart"}).value().options.has_storm());
  EXPECT_THAT(parse_flags({"--restart"}).error(), HasSubstr("--spawn"));
  EXPECT_THAT(parse_flags({"--spawn", "--restart", "--reconnect-storm", "50"}).error(), HasSubstr("--restart"));
}

TEST(BenchFlags, WrongValuesAreNamedWithWhatWouldBeRight) {
  EXPECT_THAT(error_of({"--ramp", "soon"}), HasSubstr("--ramp should be a whole number and a unit"));
  EXPECT_THAT(error_of({"--duration", "10"}), HasSubstr("--duration"));
  EXPECT_THAT(error_of({"--duration", "-1s"}), HasSubstr("--duration"));
  EXPECT_THAT(error_of({"--duration", "0s"}), HasSubstr("--duration"));
  EXPECT_THAT(error_of({"--rate", "fast"}), HasSubstr("--rate should be a number"));
  EXPECT_THAT(error_of({"--rate", "-1"}), HasSubstr("--rate"));
  EXPECT_THAT(error_of({"--clients", "0"}), HasSubstr("--clients"));
  EXPECT_THAT(error_of({"--slow-readers", "101"}), HasSubstr("--slow-readers"));
}

TEST(BenchFlags, ContradictionsAreRefused) {
  EXPECT_THAT(error_of({"--spawn", "--url", "http://localhost:1"}), HasSubstr("--spawn"));
  EXPECT_THAT(error_of({"--spawn", "--pid", "1"}), HasSubstr("--spawn"));
  EXPECT_THAT(error_of({"--slow-readers", "60", "--byte-readers", "60"}), HasSubstr("100 percent"));
}

TEST(BenchFlags, TheHelpNamesThem) {
  for (const char* flag : {"--url", "--spawn", "--parties", "--rate", "--slow-readers", "--json"}) {
    EXPECT_THAT(flags_help(), HasSubstr(flag));
  }
  EXPECT_TRUE(parse_flags({"--help"}).value().help);
}

}  // namespace
}  // namespace matinee::load
