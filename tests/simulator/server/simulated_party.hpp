// SimulatedParty: one party on the real engine, its only shard run by hand in simulated time, over a store in memory.
// Everything that is told to a connection is handed on at once. One thread; no link, no player: those are the driver's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/time.hpp"
#include "base/wall_clock.hpp"
#include "engine/engine.hpp"
#include "engine/manual_executor_test_support.hpp"
#include "metrics/metrics.hpp"
#include "protocol/close_code.hpp"
#include "storage/memory_store.hpp"

namespace matinee::simulator {

/// The driver's number of a connection. Never reused within a party.
using ConnectionNumber = std::uint64_t;

/// Where the engine's words go, in the order it says them.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_told(ServerTime at, ConnectionNumber connection, std::string_view event) = 0;
  /// The server closes the connection, or refuses it right after the upgrade.
  virtual void on_closed(ServerTime at, ConnectionNumber connection, protocol::CloseCode code) = 0;
};

class SimulatedParty {
 public:
  /// A party of these users, the first of them its host. The listener outlives the party.
  SimulatedParty(Listener& listener, ServerTime start, const std::vector<std::string>& users);
  ~SimulatedParty();

  SimulatedParty(const SimulatedParty&) = delete;
  SimulatedParty& operator=(const SimulatedParty&) = delete;

  const PartyId& id() const { return party_; }

  /// Moves time, running the engine's timers at their own times. A time that has passed changes nothing.
  void run_until(ServerTime until);
  /// When the engine has something to do by itself; nothing: not until it is spoken to.
  std::optional<ServerTime> next_due() const { return executor_->next_due(); }

  // All of these happen now.
  void open(ConnectionNumber connection, const std::string& user);
  void hear(ConnectionNumber connection, std::string_view text);
  /// `clean`: after a closing handshake. Unknown connections are ignored: the server may have closed first.
  void close(ConnectionNumber connection, bool clean);
  /// The process dies and starts again over what it had stored. Every connection is gone, without a word.
  void crash();

 private:
  class Socket;

  void build();
  void create(const std::vector<std::string>& users);
  void settle();

  Listener& listener_;
  ManualClock clock_;
  ManualWallClock wall_clock_;
  std::shared_ptr<storage::MemoryDatabase> database_ = std::make_shared<storage::MemoryDatabase>();
  std::unique_ptr<metrics::Metrics> metrics_;
  std::unique_ptr<engine::testing::ManualExecutor> executor_;
  std::unique_ptr<storage::GroupCommitter> committer_;
  std::unique_ptr<storage::Reader> reader_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<ConnectionNumber, std::unique_ptr<Socket>> sockets_;
  PartyId party_;
};

}  // namespace matinee::simulator
