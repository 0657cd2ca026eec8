// What a run's counts mean: the verdict, the figures derived from them, and how both are told.
#include "load/results.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "load/report.hpp"

namespace matinee::load {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Results measured_run() {
  Results results;
  results.parties = 2;
  results.clients = 5;
  results.connections = 10;
  results.measured = {std::chrono::seconds{2}, 100, 1'000, 2'100, 600'000};
  ServerCost cost;
  cost.cpu = milliseconds{5};
  cost.before.resident_bytes = 10'000'000;
  cost.connected.resident_bytes = 10'020'000;
  cost.before.proportional_bytes = 8'000'000;
  cost.connected.proportional_bytes = 8'010'000;
  results.server = cost;
  for (int i = 1; i <= 100; ++i) results.tallies.steady.last.record(milliseconds{i});
  return results;
}

TEST(Results, OfARunWithoutFaultsHaveNoViolations) {
  EXPECT_THAT(violations(measured_run()), IsEmpty());
  EXPECT_THAT(to_table(measured_run()), HasSubstr("correct: everyone heard everything exactly once"));
}

struct Fault {
  const char* name;
  void (*commit)(Results&);
};

class EveryFault : public ::testing::TestWithParam<Fault> {};

TEST_P(EveryFault, IsAViolation) {
  Results results = measured_run();
  GetParam().commit(results);
  const auto found = violations(results);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().first, GetParam().name);
  EXPECT_THAT(to_table(results), HasSubstr("VIOLATED"));
  EXPECT_THAT(to_table(results), Not(HasSubstr("correct:")));
}

INSTANTIATE_TEST_SUITE_P(
    Results, EveryFault,
    ::testing::Values(
        Fault{"revisions_lost", [](Results& results) { results.tallies.revisions.lost = 1; }},
        Fault{"revisions_lost", [](Results& results) { results.tallies.slow_revisions.lost = 1; }},
        Fault{"revisions_duplicated", [](Results& results) { results.tallies.revisions.duplicated = 1; }},
        Fault{"revisions_out_of_order", [](Results& results) { results.tallies.revisions.out_of_order = 1; }},
        Fault{"revisions_conflated_for_steady_readers",
              [](Results& results) { results.tallies.revisions.conflated = 1; }},
        Fault{"deliveries_missing", [](Results& results) { results.tallies.undelivered = 1; }},
        Fault{"chats_lost", [](Results& results) { results.tallies.chats.lost = 1; }},
        Fault{"chats_duplicated", [](Results& results) { results.tallies.chats.duplicated = 1; }},
        Fault{"messages_malformed", [](Results& results) { results.tallies.malformed = 1; }},
        Fault{"slow_readers_not_right_again", [](Results& results) { results.tallies.stale = 1; }},
        Fault{"steady_connections_lost", [](Results& results) { results.tallies.lost_steady["1006"] = 1; }},
        Fault{"viewers_refused", [](Results& results) { results.tallies.unanswered = 1; }}));

TEST(Results, ConflationIsAllowedToSlowReadersAndOnRequestToAll) {
  Results results = measured_run();
  results.tallies.slow_revisions.conflated = 7;
  EXPECT_THAT(violations(results), IsEmpty());
  results.tallies.revisions.conflated = 7;
  results.allow_conflation = true;
  EXPECT_THAT(violations(results), IsEmpty());
}

TEST(Results, DeriveCostPerDeliveryAndMemoryPerConnection) {
  EXPECT_EQ(cpu_per_delivery(measured_run()), std::chrono::microseconds{5});
  EXPECT_DOUBLE_EQ(memory_per_connection(measured_run())->resident, 2'000);
  EXPECT_DOUBLE_EQ(memory_per_connection(measured_run())->proportional, 1'000);
  Results elsewhere = measured_run();
  elsewhere.server.reset();
  EXPECT_FALSE(cpu_per_delivery(elsewhere));
  EXPECT_FALSE(memory_per_connection(elsewhere));
}

TEST(Results, AsJsonCarryThePercentiles) {
  const auto document = boost::json::parse(to_json(measured_run()));
  const auto& last = document.at("times").at("command_to_last");
  EXPECT_EQ(last.at("count").as_int64(), 100);
  EXPECT_NEAR(last.at("p50_us").as_double(), 50'000, 50'000.0 / 128);
  EXPECT_DOUBLE_EQ(last.at("max_us").as_double(), 100'000);
  EXPECT_DOUBLE_EQ(document.at("server").at("cpu_per_delivery_us").as_double(), 5);
  EXPECT_TRUE(document.at("correctness").at("correct").as_bool());
  EXPECT_TRUE(document.at("interrupted").is_null());
}

TEST(Results, OfARunThatDidNotHappenAreNotCorrect) {
  Results results;
  results.interrupted = "7 of 10 viewers could connect";
  results.tallies.refusals["connecting: 503 OVERLOADED"] = 3;
  EXPECT_FALSE(boost::json::parse(to_json(results)).at("correctness").at("correct").as_bool());
  EXPECT_THAT(to_table(results), HasSubstr("NOT RUN: 7 of 10"));
  EXPECT_THAT(to_table(results), HasSubstr("refused: 3 x connecting: 503 OVERLOADED"));
}

}  // namespace
}  // namespace matinee::load
