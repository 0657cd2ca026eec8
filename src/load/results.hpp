// Results: everything a run has found, as plain values, and what follows from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "load/process_usage.hpp"
#include "load/tallies.hpp"

namespace matinee::load {

/// Of the measured part of the load, storm included.
struct Measured {
  Nanos took{0};
  std::uint64_t changes = 0;     ///< commands sent
  std::uint64_t deliveries = 0;  ///< changes heard, over all viewers
  std::uint64_t messages = 0;    ///< all messages heard
  std::uint64_t bytes = 0;       ///< their text
};

/// The server's process; only when it runs on this machine.
struct ServerCost {
  ProcessUsage before;     ///< with the parties, before the first connection
  ProcessUsage connected;  ///< with all connections, before the load
  ProcessUsage after;      ///< at the end of the load
  Nanos cpu{0};            ///< within Measured::took
};

struct Results {
  std::size_t parties = 0;
  std::size_t clients = 0;      ///< of each party
  std::size_t connections = 0;  ///< that stood when the load began
  Measured measured;
  std::optional<ServerCost> server;
  Tallies tallies;
  bool allow_conflation = false;
  std::string interrupted;  ///< why the run ended before its end; empty: it did not
};

/// What should not have happened, as names and counts; only counts above 0.
std::vector<std::pair<std::string, std::uint64_t>> violations(const Results& results);

/// Bytes of the server's memory per connection, by RSS and by PSS; empty without a server to measure.
struct MemoryPerConnection {
  double resident = 0;
  double proportional = 0;
};
std::optional<MemoryPerConnection> memory_per_connection(const Results& results);

/// The server's CPU time per delivered change; empty without one, or without deliveries.
std::optional<Nanos> cpu_per_delivery(const Results& results);

}  // namespace matinee::load
