#include "metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "metrics/process_figures.hpp"
#include "protocol/close_code.hpp"
#include "test_support/source_path.hpp"

namespace matinee::metrics {
namespace {

using namespace std::chrono_literals;
using testing::ContainsRegex;

/// Metrics where every family has a series: those of HTTP appear with the first request, those of loops with the loops.
void tell_a_request(Metrics& metrics) {
  metrics.loop_lag_recorder(0);
  metrics.http_request(Route::join, Method::post, 200, 1ms);
}

/// The value of the series spelled exactly so; -1 when it isn't there.
double value_of(Metrics& metrics, const std::string& series) {
  std::istringstream lines(metrics.exposition());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(series + " ")) return std::stod(line.substr(series.size() + 1));
  }
  return -1;
}

/// Label names in a series, other than a histogram's own "le".
std::set<std::string> label_names(const std::string& series) {
  std::set<std::string> names;
  std::size_t at = series.find('{');
  while (at != std::string::npos && at + 1 < series.size()) {
    const std::size_t equals = series.find("=\"", at);
    if (equals == std::string::npos) break;
    names.insert(series.substr(at + 1, equals - at - 1));
    at = series.find(',', series.find('"', equals + 2));
  }
  names.erase("le");
  return names;
}

/// "name type label label", one line per family, sorted: the form of golden_names.txt.
std::string catalogue_of(const std::string& exposition) {
  std::map<std::string, std::string> types;
  std::map<std::string, std::set<std::string>> labels;
  std::string family;
  std::istringstream lines(exposition);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      types[family] = line.substr(line.rfind(' ') + 1);
    } else if (!line.starts_with('#')) {
      EXPECT_TRUE(line.starts_with(family)) << line;
      labels[family].merge(label_names(line));
    }
  }
  std::string catalogue;
  for (const auto& [name, type] : types) {
    catalogue += name + " " + type;
    for (const std::string& label_name : labels[name]) catalogue += " " + label_name;
    catalogue += "\n";
  }
  return catalogue;
}

TEST(Metrics, NamesAreTheGoldenOnes) {
  Metrics metrics("1.2.3");
  tell_a_request(metrics);
  std::ifstream file(source_path("src/metrics/golden_names.txt"));
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(catalogue_of(metrics.exposition()), golden);
}

TEST(Metrics, EveryFamilyHasAHelpText) {
  Metrics metrics("1.2.3");
  tell_a_request(metrics);
  std::istringstream lines(metrics.exposition());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) {
      EXPECT_THAT(line, ContainsRegex("^# HELP [a-z_]+ [A-Z0-9].*[.]$"));
    }
  }
}

TEST(Metrics, CommandsCountByKindAndOutcome) {
  Metrics metrics("1");
  metrics.command(CommandKind::sync_request, CommandOutcome::accepted);
  metrics.command(CommandKind::play, CommandOutcome::ignored);
  metrics.command(CommandKind::play, CommandOutcome::ignored);
  EXPECT_EQ(value_of(metrics, R"(matinee_commands_total{kind="sync-request",outcome="accepted"})"), 1);
  EXPECT_EQ(value_of(metrics, R"(matinee_commands_total{kind="play",outcome="ignored"})"), 2);
  EXPECT_EQ(value_of(metrics, R"(matinee_commands_total{kind="play",outcome="accepted"})"), 0)
      << "present from the start";
}

TEST(Metrics, LatencyLandsInItsBucket) {
  Metrics metrics("1");
  metrics.sync_event_latency(300us);
  EXPECT_EQ(value_of(metrics, R"(matinee_sync_event_latency_seconds_bucket{le="0.00025"})"), 0);
  EXPECT_EQ(value_of(metrics, R"(matinee_sync_event_latency_seconds_bucket{le="0.0005"})"), 1);
  EXPECT_NEAR(value_of(metrics, "matinee_sync_event_latency_seconds_sum"), 0.0003, 1e-9);
}

TEST(Metrics, DriftLosesItsSign) {
  Metrics metrics("1");
  metrics.client_drift(DriftSource::report, Millis{-1500});
  EXPECT_NEAR(value_of(metrics, R"(matinee_client_drift_seconds_sum{source="report"})"), 1.5, 1e-9);
  EXPECT_EQ(value_of(metrics, R"(matinee_client_drift_seconds_count{source="sync_request"})"), 0);
}

TEST(Metrics, ParticipantsAndFrequency) {
  Metrics metrics("1");
  metrics.participant_joined();
  metrics.participant_joined();
  metrics.participant_left();
  metrics.user_commands_per_minute(7);
  EXPECT_EQ(value_of(metrics, "matinee_participants_joined_total"), 2);
  EXPECT_EQ(value_of(metrics, "matinee_participants_left_total"), 1);
  EXPECT_EQ(value_of(metrics, R"(matinee_user_commands_per_minute_bucket{le="5"})"), 0);
  EXPECT_EQ(value_of(metrics, R"(matinee_user_commands_per_minute_bucket{le="10"})"), 1);
}

TEST(Metrics, EveryErrorCodeIsItsOwnReason) {
  Metrics metrics("1");
  for (const protocol::ErrorCodeInfo& info : protocol::error_codes()) {
    metrics.error(info.code);
    EXPECT_EQ(value_of(metrics, "matinee_errors_total{reason=\"" + std::string(info.name) + "\"}"), 1);
  }
}

TEST(Metrics, ClosesCountByCodeAndStrangeOnesTogether) {
  Metrics metrics("1");
  for (int i = 0; i < 5; ++i) metrics.connection_opened();
  metrics.connection_closed(1006);
  metrics.connection_closed(static_cast<std::uint16_t>(protocol::CloseCode::slow_consumer));
  metrics.connection_closed(3999);
  metrics.connection_closed(4999);
  EXPECT_EQ(value_of(metrics, R"(matinee_websocket_closes_total{code="1006"})"), 1);
  EXPECT_EQ(value_of(metrics, R"(matinee_websocket_closes_total{code="4008"})"), 1);
  EXPECT_EQ(value_of(metrics, R"(matinee_websocket_closes_total{code="other"})"), 2);
  EXPECT_EQ(value_of(metrics, "matinee_websocket_connections"), 1);
  EXPECT_EQ(value_of(metrics, "matinee_websocket_connections_opened_total"), 5);
}

TEST(Metrics, GaugesFollowWhatTheyAreTold) {
  Metrics metrics("1.2.3");
  metrics.party_loaded();
  metrics.party_loaded();
  metrics.party_unloaded();
  metrics.set_active_parties(12);
  metrics.change_outbox_bytes(500);
  metrics.change_outbox_bytes(-200);
  metrics.set_storage_up(true);
  EXPECT_EQ(value_of(metrics, "matinee_parties_loaded"), 1);
  EXPECT_EQ(value_of(metrics, "matinee_parties_active"), 12);
  EXPECT_EQ(value_of(metrics, "matinee_outbox_bytes"), 300);
  EXPECT_EQ(value_of(metrics, "matinee_storage_up"), 1);
  metrics.set_storage_up(false);
  EXPECT_EQ(value_of(metrics, "matinee_storage_up"), 0);
  EXPECT_EQ(value_of(metrics, R"(matinee_build_info{version="1.2.3"})"), 1);
}

TEST(Metrics, StorageOutboxAndLimits) {
  Metrics metrics("1");
  metrics.commit(3, 200us);
  metrics.outbox_frames_dropped(4);
  metrics.outbox_frames_conflated(2);
  metrics.rate_limited(RateLimitKind::chat);
  EXPECT_EQ(value_of(metrics, R"(matinee_commit_batch_operations_bucket{le="4"})"), 1);
  EXPECT_EQ(value_of(metrics, "matinee_commit_batch_operations_sum"), 3);
  EXPECT_EQ(value_of(metrics, R"(matinee_commit_latency_seconds_bucket{le="0.00025"})"), 1);
  EXPECT_EQ(value_of(metrics, "matinee_outbox_frames_dropped_total"), 4);
  EXPECT_EQ(value_of(metrics, "matinee_outbox_frames_conflated_total"), 2);
  EXPECT_EQ(value_of(metrics, R"(matinee_rate_limited_total{kind="chat"})"), 1);
}

TEST(Metrics, RequestsCountByRouteMethodAndStatusClass) {
  Metrics metrics("1");
  metrics.http_request(Route::watch_party, Method::get, 404, 2ms);
  metrics.http_request(Route::watch_party, Method::get, 403, 2ms);
  metrics.http_request(Route::none, method_from("BREW"), 999, 2ms);
  std::map<std::set<std::string>, int> requests;  // labels are in no particular order
  const std::string family = "matinee_http_requests_total{";
  std::istringstream lines(metrics.exposition());
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(family)) continue;
    const std::size_t end = line.find('}');
    std::istringstream labels(line.substr(family.size(), end - family.size()));
    std::set<std::string> pairs;
    for (std::string pair; std::getline(labels, pair, ',');) pairs.insert(pair);
    requests[pairs] = std::stoi(line.substr(end + 1));
  }
  using Requests = std::map<std::set<std::string>, int>;
  EXPECT_EQ(requests, (Requests{{{R"(route="/api/v1/watch-parties/:id")", R"(method="GET")", R"(status="4xx")"}, 2},
                                {{R"(route="none")", R"(method="other")", R"(status="other")"}, 1}}));
  EXPECT_EQ(value_of(metrics, R"(matinee_http_request_duration_seconds_count{route="/api/v1/watch-parties/:id"})"), 2);
}

TEST(Metrics, ThreadsTellAtOnce) {
  Metrics metrics("1");
  const auto tell = [&metrics] {
    for (int i = 0; i < 1000; ++i) {
      metrics.command(CommandKind::seek, CommandOutcome::accepted);
      metrics.http_request(Route::join, Method::post, 200, 1ms);
      if (i % 250 == 0) metrics.exposition();
    }
  };
  std::thread other(tell);
  tell();
  other.join();
  EXPECT_EQ(value_of(metrics, R"(matinee_commands_total{kind="seek",outcome="accepted"})"), 2000);
  EXPECT_EQ(
      value_of(metrics, R"(matinee_http_request_duration_seconds_count{route="/api/v1/watch-parties/:code/join"})"),
      2000);
}

TEST(ProcessFigures, AreThoseOfALivingProcess) {
  const ProcessFigures figures = read_process_figures();
  EXPECT_GT(figures.resident_memory_bytes, 1'000'000);
  EXPECT_GE(figures.open_file_descriptors, 3);
  EXPECT_GE(figures.most_file_descriptors, figures.open_file_descriptors);
  EXPECT_GE(figures.cpu_seconds, 0);
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_LE(figures.start_time_seconds, now + 2);
  EXPECT_GT(figures.start_time_seconds, now - 86'400);
}

TEST(ProcessFigures, SeeAnOpenedFile) {
  const double before = read_process_figures().open_file_descriptors;
  std::ifstream file("/proc/self/stat");
  EXPECT_EQ(read_process_figures().open_file_descriptors, before + 1);
}

TEST(Labels, AreDistinctAndFoundAgain) {
  for (std::size_t i = 0; i < command_kind_count; ++i) {
    const auto kind = static_cast<CommandKind>(i);
    EXPECT_EQ(command_kind_from(label(kind)), kind);
  }
  for (std::size_t i = 0; i < method_count; ++i) {
    const auto method = static_cast<Method>(i);
    EXPECT_EQ(method_from(label(method)), method);
  }
  EXPECT_EQ(command_kind_from("sync_request"), CommandKind::unknown);
  EXPECT_EQ(method_from("get"), Method::other);
  EXPECT_EQ(status_class_label(101), "1xx");
  EXPECT_EQ(status_class_label(599), "5xx");
  EXPECT_EQ(status_class_label(0), "other");
  EXPECT_EQ(status_class_label(600), "other");
}

}  // namespace
}  // namespace matinee::metrics
