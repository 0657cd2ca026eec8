#include "load/report.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace matinee::load {
namespace {

namespace json = boost::json;

struct NamedHistogram {
  std::string_view title;
  std::string_view member;
  const Histogram& histogram;
};

std::vector<NamedHistogram> histograms_of(const Tallies& tallies) {
  return {{"connect", "connect", tallies.connect},
          {"connect to first state", "first_state", tallies.first_state},
          {"command to first screen", "command_to_first", tallies.steady.first},
          {"command to last screen", "command_to_last", tallies.steady.last},
          {"command to each screen", "command_to_each", tallies.steady.each},
          {"in a storm: to first screen", "storm_to_first", tallies.storm.first},
          {"in a storm: to last screen", "storm_to_last", tallies.storm.last},
          {"in a storm: to each screen", "storm_to_each", tallies.storm.each},
          {"lateness of the generator", "generator_lateness", tallies.lateness}};
}

constexpr std::array<std::pair<std::string_view, double>, 5> kPercentiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1.0}}};

double micros_of(Nanos time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

/// Three digits that matter: "812 us", "3.14 ms", "1.20 s".
std::string readable(Nanos time) {
  const double micros = micros_of(time);
  if (micros < 1'000) return fmt::format("{:.3g} us", micros);
  if (micros < 1'000'000) return fmt::format("{:.3g} ms", micros / 1'000);
  return fmt::format("{:.3g} s", micros / 1'000'000);
}

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024));
}

double per_second(std::uint64_t count, Nanos time) {
  return time.count() == 0 ? 0 : static_cast<double>(count) / seconds_of(time);
}

std::string percentile_rows(const Tallies& tallies) {
  std::string rows = fmt::format("{:<28}{:>9}", "", "count");
  for (const auto& [name, share] : kPercentiles) rows += fmt::format("{:>10}", name);
  rows += "\n";
  for (const NamedHistogram& named : histograms_of(tallies)) {
    if (named.histogram.count() == 0) continue;
    rows += fmt::format("{:<28}{:>9}", named.title, named.histogram.count());
    for (const auto& [name, share] : kPercentiles) {
      rows += fmt::format("{:>10}", readable(named.histogram.percentile(share)));
    }
    rows += "\n";
  }
  return rows;
}

std::string load_rows(const Results& results) {
  const Measured& measured = results.measured;
  const Tallies& tallies = results.tallies;
  std::string rows = fmt::format(
      "measured {:.2f} s: {} changes ({:.1f}/s), {} deliveries ({:.0f}/s), {} messages, {}\n",
      seconds_of(measured.took), measured.changes, per_second(measured.changes, measured.took), measured.deliveries,
      per_second(measured.deliveries, measured.took), measured.messages, mebibytes(measured.bytes));
  if (tallies.chats_sent + tallies.reactions_sent > 0) {
    rows += fmt::format("chats: {} sent, {} told; reactions: {} sent, {} heard\n", tallies.chats_sent,
                        tallies.chats_told, tallies.reactions_sent, tallies.reactions_heard);
  }
  if (tallies.players_said > 0) rows += fmt::format("players: {} reports and time-syncs sent\n", tallies.players_said);
  if (tallies.held_back > 0) {
    rows += fmt::format("{} changes were not sent, because --in-flight of them were still on their way\n",
                        tallies.held_back);
  }
  if (tallies.slow_revisions.conflated + tallies.recovered > 0) {
    rows += fmt::format("slow readers: {} revisions conflated, {} right again at the end\n",
                        tallies.slow_revisions.conflated, tallies.recovered);
  }
  if (tallies.epochs > 0) rows += fmt::format("history began anew on {} connections\n", tallies.epochs);
  return rows;
}

std::string server_rows(const Results& results) {
  if (!results.server) return {};
  const ServerCost& server = *results.server;
  std::string rows =
      fmt::format("server: CPU {:.3f} s ({:.2f} cores, {:.0f} % of it in the kernel)", seconds_of(server.cpu),
                  per_second(1, results.measured.took) * seconds_of(server.cpu), server.after.system_share * 100);
  if (const auto cost = cpu_per_delivery(results)) rows += fmt::format(", {:.2f} us per delivery", micros_of(*cost));
  rows += fmt::format("\nserver: RSS {} empty, {} connected, {} after the load; PSS {}, {}, {}\n",
                      mebibytes(server.before.resident_bytes), mebibytes(server.connected.resident_bytes),
                      mebibytes(server.after.resident_bytes), mebibytes(server.before.proportional_bytes),
                      mebibytes(server.connected.proportional_bytes), mebibytes(server.after.proportional_bytes));
  if (const auto memory = memory_per_connection(results)) {
    rows += fmt::format("server: {:.0f} bytes per connection (RSS), {:.0f} (PSS)\n", memory->resident,
                        memory->proportional);
  }
  return rows;
}

std::string count_rows(std::string_view title, const Counts& counts) {
  std::string rows;
  for (const auto& [text, count] : counts) rows += fmt::format("{}: {} x {}\n", title, count, text);
  return rows;
}

std::string verdict(const Results& results) {
  if (!results.interrupted.empty()) return fmt::format("NOT RUN: {}\n", results.interrupted);
  const auto found = violations(results);
  if (found.empty()) return "correct: everyone heard everything exactly once and in order\n";
  std::string rows;
  for (const auto& [name, count] : found) rows += fmt::format("VIOLATED: {} {}\n", count, name);
  return rows;
}

json::object to_object(const Histogram& histogram) {
  json::object object{{"count", histogram.count()}, {"mean_us", micros_of(histogram.mean())}};
  for (const auto& [name, share] : kPercentiles) {
    object[fmt::format("{}_us", name)] = micros_of(histogram.percentile(share));
  }
  return object;
}

json::object to_object(const Counts& counts) {
  json::object object;
  for (const auto& [text, count] : counts) object[text] = count;
  return object;
}

json::object to_object(const RevisionFaults& faults) {
  return {{"lost", faults.lost},
          {"duplicated", faults.duplicated},
          {"out_of_order", faults.out_of_order},
          {"conflated", faults.conflated}};
}

json::object to_object(const ProcessUsage& usage) {
  return {{"rss_bytes", usage.resident_bytes},
          {"pss_bytes", usage.proportional_bytes},
          {"descriptors", usage.descriptors},
          {"cpu_seconds", seconds_of(usage.cpu)}};
}

json::value server_object(const Results& results) {
  if (!results.server) return nullptr;
  const ServerCost& server = *results.server;
  json::object object{{"cpu_seconds", seconds_of(server.cpu)},
                      {"system_share", server.after.system_share},
                      {"before", to_object(server.before)},
                      {"connected", to_object(server.connected)},
                      {"after", to_object(server.after)}};
  const auto cost = cpu_per_delivery(results);
  object["cpu_per_delivery_us"] = cost ? json::value(micros_of(*cost)) : json::value(nullptr);
  const auto memory = memory_per_connection(results);
  object["rss_per_connection_bytes"] = memory ? json::value(memory->resident) : json::value(nullptr);
  object["pss_per_connection_bytes"] = memory ? json::value(memory->proportional) : json::value(nullptr);
  return object;
}

json::object measured_object(const Measured& measured) {
  return {{"seconds", seconds_of(measured.took)},
          {"changes", measured.changes},
          {"deliveries", measured.deliveries},
          {"messages", measured.messages},
          {"bytes", measured.bytes}};
}

json::object correctness_object(const Results& results) {
  const Tallies& tallies = results.tallies;
  json::object found;
  for (const auto& [name, count] : violations(results)) found[name] = count;
  return {{"correct", found.empty() && results.interrupted.empty()},
          {"violations", std::move(found)},
          {"steady_readers", to_object(tallies.revisions)},
          {"slow_readers", to_object(tallies.slow_revisions)},
          {"slow_readers_recovered", tallies.recovered},
          {"epochs_begun", tallies.epochs},
          {"chats", {{"sent", tallies.chats_sent}, {"told", tallies.chats_told}}},
          {"reactions", {{"sent", tallies.reactions_sent}, {"heard", tallies.reactions_heard}}},
          {"players_said", tallies.players_said},
          {"held_back", tallies.held_back}};
}

}  // namespace

std::string to_table(const Results& results) {
  const Tallies& tallies = results.tallies;
  return fmt::format("{} parties x {} clients, {} connected\n", results.parties, results.clients, results.connections) +
         percentile_rows(tallies) + load_rows(results) + server_rows(results) +
         count_rows("refused", tallies.refusals) + count_rows("told to come later", tallies.deferrals) +
         count_rows("error event", tallies.errors) +
         count_rows("connection of a steady reader lost", tallies.lost_steady) +
         count_rows("connection of a slow reader closed", tallies.lost_slow) + verdict(results);
}

std::string to_json(const Results& results) {
  const Tallies& tallies = results.tallies;
  json::object times;
  for (const NamedHistogram& named : histograms_of(tallies)) times[named.member] = to_object(named.histogram);
  const json::object document{
      {"parties", results.parties},
      {"clients", results.clients},
      {"connections", results.connections},
      {"interrupted", results.interrupted.empty() ? json::value(nullptr) : json::value(results.interrupted)},
      {"measured", measured_object(results.measured)},
      {"times", std::move(times)},
      {"server", server_object(results)},
      {"correctness", correctness_object(results)},
      {"refusals", to_object(tallies.refusals)},
      {"deferrals", to_object(tallies.deferrals)},
      {"errors", to_object(tallies.errors)},
      {"lost_connections", {{"steady", to_object(tallies.lost_steady)}, {"slow", to_object(tallies.lost_slow)}}}};
  return json::serialize(document) + "\n";
}

}  // namespace matinee::load
