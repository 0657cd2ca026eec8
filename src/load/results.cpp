#include "load/results.hpp"

#include <numeric>

namespace matinee::load {
namespace {

std::uint64_t sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t total, const auto& entry) { return total + entry.second; });
}

}  // namespace

std::vector<std::pair<std::string, std::uint64_t>> violations(const Results& results) {
  const Tallies& tallies = results.tallies;
  const std::pair<const char*, std::uint64_t> all[] = {
      {"revisions_lost", tallies.revisions.lost + tallies.slow_revisions.lost},
      {"revisions_duplicated", tallies.revisions.duplicated + tallies.slow_revisions.duplicated},
      {"revisions_out_of_order", tallies.revisions.out_of_order + tallies.slow_revisions.out_of_order},
      {"revisions_conflated_for_steady_readers", results.allow_conflation ? 0 : tallies.revisions.conflated},
      {"deliveries_missing", tallies.undelivered},
      {"chats_lost", tallies.chats.lost},
      {"chats_duplicated", tallies.chats.duplicated},
      {"messages_malformed", tallies.malformed},
      {"slow_readers_not_right_again", tallies.stale},
      {"steady_connections_lost", sum(tallies.lost_steady)},
      {"viewers_refused", tallies.unanswered},
  };
  std::vector<std::pair<std::string, std::uint64_t>> found;
  for (const auto& [name, count] : all) {
    if (count > 0) found.emplace_back(name, count);
  }
  return found;
}

std::optional<MemoryPerConnection> memory_per_connection(const Results& results) {
  if (!results.server || results.connections == 0) return std::nullopt;
  const auto per_connection = [&](std::uint64_t ProcessUsage::*bytes) {
    const double grown =
        static_cast<double>(results.server->connected.*bytes) - static_cast<double>(results.server->before.*bytes);
    return grown / static_cast<double>(results.connections);
  };
  return MemoryPerConnection{per_connection(&ProcessUsage::resident_bytes),
                             per_connection(&ProcessUsage::proportional_bytes)};
}

std::optional<Nanos> cpu_per_delivery(const Results& results) {
  if (!results.server || results.measured.deliveries == 0) return std::nullopt;
  return results.server->cpu / static_cast<std::int64_t>(results.measured.deliveries);
}

}  // namespace matinee::load
