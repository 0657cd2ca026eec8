// The names, help texts, labels and buckets of every metric, over prometheus-cpp.
#include "metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <sstream>
#include <utility>
#include <vector>

#include "metrics/process_figures.hpp"
#include "protocol/close_code.hpp"

namespace matinee::metrics {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;
using Buckets = Histogram::BucketBoundaries;

// Upper bounds. Latencies span the measured commit of 0.15 ms to the point where a client's 2 s tolerance is at stake.
const Buckets latency_buckets{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1};
const Buckets request_buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
// The specification's tolerance is 2 s; two clients of one room are heard apart above about 0.05 s.
const Buckets drift_buckets{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30};
// Most players catch up within a second; the configured waits end holds at 10 and 30 s.
const Buckets hold_buckets{0.25, 0.5, 1, 2, 5, 10, 20, 30, 60};
const Buckets per_minute_buckets{1, 2, 5, 10, 20, 30, 60, 120, 300, 600};
const Buckets batch_buckets{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

/// A tenth of a second is where people begin to notice.
constexpr std::chrono::milliseconds loop_stall{100};

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

template <class Enum>
constexpr std::size_t index(Enum value) {
  return static_cast<std::size_t>(value);
}

template <class Enum>
std::string text(Enum value) {
  return std::string(label(value));
}

/// One counter for each value of an enumeration, all present from the start, so that a rate over them has a beginning.
template <class Enum, std::size_t count>
std::array<Counter*, count> add_counters(Family<Counter>& family, const std::string& label_name) {
  std::array<Counter*, count> counters{};
  for (std::size_t i = 0; i < count; ++i) counters[i] = &family.Add({{label_name, text(static_cast<Enum>(i))}});
  return counters;
}

std::vector<std::uint16_t> known_close_codes() {
  // RFC 6455 section 7.4.1 and the registry it founded, then the server's own.
  std::vector<std::uint16_t> codes;
  for (std::uint16_t code = 1000; code <= 1015; ++code) codes.push_back(code);
  for (const protocol::CloseCodeInfo& info : protocol::close_codes()) {
    const auto code = static_cast<std::uint16_t>(info.code);
    if (code > 1015) codes.push_back(code);
  }
  return codes;
}

}  // namespace

struct Metrics::Handles {
  prometheus::Registry registry;

  Family<Counter>& counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  Family<Histogram>& histograms(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
  }
  Counter& counter(const char* name, const char* help) { return counters(name, help).Add({}); }
  Gauge& gauge(const char* name, const char* help, const Labels& labels = {}) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
  }
  Histogram& histogram(const char* name, const char* help, const Buckets& buckets) {
    return histograms(name, help).Add({}, buckets);
  }

  // The specification's five families.
  Histogram& sync_event_latency =
      histogram("matinee_sync_event_latency_seconds",
                "From receiving a command to handing its event to the kernel; once per batch, for its oldest command.",
                latency_buckets);
  std::array<Histogram*, drift_source_count> client_drift{};
  std::array<std::array<Counter*, command_outcome_count>, command_kind_count> commands{};
  Histogram& user_commands_per_minute =
      histogram("matinee_user_commands_per_minute", "Commands of one user in one minute, for minutes with any.",
                per_minute_buckets);
  Counter& participants_joined = counter("matinee_participants_joined_total", "Participants announced as joined.");
  Counter& participants_left = counter("matinee_participants_left_total", "Participants announced as left.");
  std::vector<Counter*> errors;  // by protocol::ErrorCode

  Gauge& connections = gauge("matinee_websocket_connections", "Open sockets.");
  Counter& connections_opened = counter("matinee_websocket_connections_opened_total", "Sockets opened.");
  std::vector<std::pair<std::uint16_t, Counter*>> closes;
  Counter* other_closes = nullptr;
  Gauge& parties_loaded = gauge("matinee_parties_loaded", "Parties held in memory.");
  Gauge& parties_active = gauge("matinee_parties_active", "Parties that have not ended, in memory or not.");

  Gauge& parties_holding = gauge("matinee_parties_holding", "Parties in memory that wait for somebody to be ready.");
  std::array<Counter*, hold_reason_count> holds{};
  Histogram& hold_duration = histogram("matinee_hold_duration_seconds",
                                       "How long a party stood because somebody was not ready.", hold_buckets);

  Gauge& outbox_bytes = gauge("matinee_outbox_bytes", "Bytes waiting for connections that don't take them.");
  Counter& outbox_dropped = counter("matinee_outbox_frames_dropped_total", "Frames dropped for slow connections.");
  Counter& outbox_conflated = counter("matinee_outbox_frames_conflated_total",
                                      "Playback frames merged into one full state for slow connections.");

  std::array<Counter*, slow_consumer_count> slow_consumers{};

  Family<Histogram>& loop_lags =
      histograms("matinee_loop_lag_seconds", "By how much work came later on a shard's loop than it should have.");
  Family<Counter>& loop_stalls = counters("matinee_loop_stalls_total", "Times a shard's loop was 0.1 s late or more.");
  Gauge& io_uring = gauge("matinee_io_uring", "1 when broadcasts are sent through io_uring, else 0.");

  Histogram& commit_operations =
      histogram("matinee_commit_batch_operations", "Write operations in one transaction.", batch_buckets);
  Histogram& commit_latency = histogram("matinee_commit_latency_seconds", "Time of one transaction.", latency_buckets);
  Gauge& storage_up = gauge("matinee_storage_up", "1 while changes can be stored, else 0.");

  std::array<Counter*, rate_limit_kind_count> rate_limited{};

  // HTTP series appear when first used: most of their combinations never happen.
  Family<Counter>& http_requests =
      counters("matinee_http_requests_total", "Finished HTTP requests by route, method and class of status.");
  std::array<std::atomic<Counter*>, route_count * method_count * status_class_count> http_request_counters{};
  Family<Histogram>& http_durations =
      histograms("matinee_http_request_duration_seconds", "From a request's first byte to its response's last.");
  std::array<std::atomic<Histogram*>, route_count> http_duration_histograms{};

  // The names every Prometheus client library uses for these, so that common dashboards find them.
  Gauge& resident_memory = gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  Gauge& open_fds = gauge("process_open_fds", "Number of open file descriptors.");
  Gauge& max_fds = gauge("process_max_fds", "Maximum number of open file descriptors.");
  Gauge& start_time = gauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.");
  Counter& cpu_seconds = counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
  std::mutex process_mutex;  // cpu_seconds is raised by the difference to its own value

  explicit Handles(std::string_view version);
  void add_labelled();
  void add_closes();
  Counter& http_request_counter(Route route, Method method, unsigned status);
  Histogram& http_duration_histogram(Route route);
  void refresh_process_figures();
};

Metrics::Handles::Handles(std::string_view version) {
  gauge("matinee_build_info", "Always 1; the label tells the version.", {{"version", std::string(version)}}).Set(1);
  add_labelled();
  add_closes();
}

void Metrics::Handles::add_labelled() {
  auto& drift = histograms("matinee_client_drift_seconds",
                           "Distance between the position a client reports and the server's, without its sign.");
  for (std::size_t i = 0; i < drift_source_count; ++i) {
    client_drift[i] = &drift.Add({{"source", text(static_cast<DriftSource>(i))}}, drift_buckets);
  }
  auto& by_kind = counters("matinee_commands_total", "Commands of clients by kind and what became of them.");
  for (std::size_t kind = 0; kind < command_kind_count; ++kind) {
    for (std::size_t outcome = 0; outcome < command_outcome_count; ++outcome) {
      commands[kind][outcome] = &by_kind.Add(
          {{"kind", text(static_cast<CommandKind>(kind))}, {"outcome", text(static_cast<CommandOutcome>(outcome))}});
    }
  }
  auto& by_reason = counters("matinee_errors_total", "Failed commands and requests by the error code they were told.");
  for (const protocol::ErrorCodeInfo& info : protocol::error_codes()) {
    errors.push_back(&by_reason.Add({{"reason", std::string(info.name)}}));
  }
  holds = add_counters<HoldReason, hold_reason_count>(
      counters("matinee_holds_total", "Times a party began to wait, by what it waited for."), "reason");
  rate_limited = add_counters<RateLimitKind, rate_limit_kind_count>(
      counters("matinee_rate_limited_total", "What was held back by a rate or connection limit."), "kind");
  slow_consumers = add_counters<SlowConsumer, slow_consumer_count>(
      counters("matinee_slow_consumer_closes_total", "Sockets given up because they did not take what they were sent."),
      "reason");
}

void Metrics::Handles::add_closes() {
  auto& family = counters("matinee_websocket_closes_total", "Sockets closed by close code.");
  for (const std::uint16_t code : known_close_codes()) {
    closes.emplace_back(code, &family.Add({{"code", std::to_string(code)}}));
  }
  other_closes = &family.Add({{"code", "other"}});
}

Counter& Metrics::Handles::http_request_counter(Route route, Method method, unsigned status) {
  const std::size_t status_class = status >= 100 && status < 600 ? status / 100 - 1 : status_class_count - 1;
  auto& slot = http_request_counters[(index(route) * method_count + index(method)) * status_class_count + status_class];
  Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads may get here at once: Add() returns the same object to both.
    counter = &http_requests.Add(
        {{"route", text(route)}, {"method", text(method)}, {"status", std::string(status_class_label(status))}});
    slot.store(counter, std::memory_order_release);
  }
  return *counter;
}

Histogram& Metrics::Handles::http_duration_histogram(Route route) {
  auto& slot = http_duration_histograms[index(route)];
  Histogram* histogram = slot.load(std::memory_order_acquire);
  if (histogram == nullptr) {
    histogram = &http_durations.Add({{"route", text(route)}}, request_buckets);
    slot.store(histogram, std::memory_order_release);
  }
  return *histogram;
}

void Metrics::Handles::refresh_process_figures() {
  const ProcessFigures figures = read_process_figures();
  resident_memory.Set(figures.resident_memory_bytes);
  open_fds.Set(figures.open_file_descriptors);
  max_fds.Set(figures.most_file_descriptors);
  start_time.Set(figures.start_time_seconds);
  const std::lock_guard lock(process_mutex);
  cpu_seconds.Increment(std::max(0.0, figures.cpu_seconds - cpu_seconds.Value()));
}

Metrics::Metrics(std::string_view version) : handles_(std::make_unique<Handles>(version)) {}
Metrics::~Metrics() = default;

void Metrics::sync_event_latency(std::chrono::nanoseconds latency) {
  handles_->sync_event_latency.Observe(seconds(latency));
}
void Metrics::client_drift(DriftSource source, Millis drift) {
  handles_->client_drift[index(source)]->Observe(std::abs(seconds(drift)));
}
void Metrics::command(CommandKind kind, CommandOutcome outcome) {
  handles_->commands[index(kind)][index(outcome)]->Increment();
}
void Metrics::user_commands_per_minute(std::size_t commands) {
  handles_->user_commands_per_minute.Observe(static_cast<double>(commands));
}
void Metrics::participant_joined() {
  handles_->participants_joined.Increment();
}
void Metrics::participant_left() {
  handles_->participants_left.Increment();
}
void Metrics::error(protocol::ErrorCode reason) {
  handles_->errors[index(reason)]->Increment();
}

void Metrics::connection_opened() {
  handles_->connections.Increment();
  handles_->connections_opened.Increment();
}
void Metrics::connection_closed(std::uint16_t code) {
  handles_->connections.Decrement();
  for (const auto& [known, counter] : handles_->closes) {
    if (known == code) return counter->Increment();
  }
  handles_->other_closes->Increment();
}
void Metrics::party_loaded() {
  handles_->parties_loaded.Increment();
}
void Metrics::party_unloaded() {
  handles_->parties_loaded.Decrement();
}
void Metrics::set_active_parties(std::size_t parties) {
  handles_->parties_active.Set(static_cast<double>(parties));
}

void Metrics::change_parties_holding(int by) {
  handles_->parties_holding.Increment(by);
}
void Metrics::hold_began(HoldReason reason) {
  handles_->holds[index(reason)]->Increment();
}
void Metrics::hold_ended(Millis duration) {
  handles_->hold_duration.Observe(seconds(duration));
}

void Metrics::change_outbox_bytes(std::int64_t by) {
  handles_->outbox_bytes.Increment(static_cast<double>(by));
}
void Metrics::outbox_frames_dropped(std::size_t frames) {
  handles_->outbox_dropped.Increment(static_cast<double>(frames));
}
void Metrics::outbox_frames_conflated(std::size_t frames) {
  handles_->outbox_conflated.Increment(static_cast<double>(frames));
}

void Metrics::slow_consumer_closed(SlowConsumer reason) {
  handles_->slow_consumers[index(reason)]->Increment();
}

std::function<void(std::chrono::nanoseconds)> Metrics::loop_lag_recorder(std::size_t shard) {
  const Labels labels{{"shard", std::to_string(shard)}};
  return [&lag = handles_->loop_lags.Add(labels, latency_buckets),
          &stalls = handles_->loop_stalls.Add(labels)](std::chrono::nanoseconds late) {
    lag.Observe(std::max(0.0, seconds(late)));
    if (late >= loop_stall) stalls.Increment();
  };
}

void Metrics::set_io_uring(bool used) {
  handles_->io_uring.Set(used ? 1 : 0);
}

void Metrics::commit(std::size_t operations, std::chrono::nanoseconds latency) {
  handles_->commit_operations.Observe(static_cast<double>(operations));
  handles_->commit_latency.Observe(seconds(latency));
}
void Metrics::set_storage_up(bool up) {
  handles_->storage_up.Set(up ? 1 : 0);
}

void Metrics::http_request(Route route, Method method, unsigned status, std::chrono::nanoseconds duration) {
  handles_->http_request_counter(route, method, status).Increment();
  handles_->http_duration_histogram(route).Observe(seconds(duration));
}
void Metrics::rate_limited(RateLimitKind kind) {
  handles_->rate_limited[index(kind)]->Increment();
}

std::string Metrics::exposition() {
  handles_->refresh_process_figures();
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, handles_->registry.Collect());
  return std::move(out).str();
}

}  // namespace matinee::metrics
