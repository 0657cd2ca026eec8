// Options: what `matinee bench` is to do, as plain values. Filled by parse_flags() before any thread starts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "load/time.hpp"

namespace matinee::load {

struct Options {
  // ---- The deployment under test
  std::string url = "http://127.0.0.1:8080";
  bool spawn = false;               ///< start a server for this run, on data of its own
  std::optional<std::int32_t> pid;  ///< a local server's process, to measure
  bool verify_certificate = true;
  /// Prints one token a line; empty: tokens are signed with the configured secret.
  std::string token_command;

  // ---- Who watches
  std::size_t parties = 1;
  std::size_t clients = 100;  ///< connections of each party, the host's among them
  Nanos ramp{0};              ///< the connections are spread over this; 0: as fast as the server takes them
  std::size_t workers = 1;    ///< threads of the generator; a party stays on one
  double slow_readers = 0;    ///< share of the viewers, 0 to 1, that read nothing while the load lasts
  double byte_readers = 0;    ///< share of the viewers that read one byte a second

  // ---- What happens
  Nanos warm_up = std::chrono::seconds{1};
  Nanos duration = std::chrono::seconds{10};
  std::optional<double> rate = 1;  ///< changes a second in each party; empty: as fast as `in_flight` allows
  std::size_t in_flight = 1;       ///< changes of a party on their way at the same time
  double chats = 0;                ///< chat messages a second in each party
  double reactions = 0;            ///< reactions a second in each party
  double reports = 0;              ///< reports of each viewer's player a second
  double time_syncs = 0;           ///< questions of each viewer for the server's time a second
  double reconnect_storm = 0;      ///< share of the viewers dropped and back within a second, half-way
  bool restart = false;            ///< the spawned server is killed half-way and started again; everyone returns
  std::size_t join_storm = 0;      ///< viewers of each party who join within a second, half-way
  /// A steady reader may find revisions only inside a later sync: for networks known to be slower than the load.
  bool allow_conflation = false;

  // ---- What is told
  std::filesystem::path json;  ///< results as JSON; empty: only the table
  bool quiet = false;          ///< no progress on standard error

  bool has_storm() const { return reconnect_storm > 0 || join_storm > 0 || restart; }
  /// Connections of the whole run, those of a join storm among them.
  std::size_t connections() const { return parties * (clients + join_storm); }
};

}  // namespace matinee::load
