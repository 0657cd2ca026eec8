// What HTTP and WebSocket connections have in common: the set that keeps them alive, the means they share, the limits
// they obey. One ConnectionSet and one SessionContext per loop, that loop's thread only.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/time.hpp"
#include "metrics/metrics.hpp"
#include "transport/application.hpp"
#include "transport/deadlines.hpp"
#include "transport/loop.hpp"
#include "transport/outbox.hpp"
#include "transport/request_reader.hpp"
#include "transport/send_batch.hpp"

namespace matinee::transport {

class Connection {
 public:
  virtual ~Connection() = default;

  /// The server stops: finish what is being answered, then close; at once when idle.
  virtual void begin_shutdown() = 0;
  /// Close now, whatever is unsent.
  virtual void abort() = 0;
  /// How much of its loop's work it stands for, beside others'.
  virtual std::size_t weight() const { return 1; }

 private:
  friend class ConnectionSet;
  std::size_t place_ = 0;  // in its set
};

/// Owns the connections of a loop from their first byte until they leave. The loop's thread, but for weight().
class ConnectionSet {
 public:
  void add(std::shared_ptr<Connection> connection);
  /// Harmless if it is not there. The caller holds its own reference.
  void remove(Connection& connection);

  void begin_shutdown();
  bool shutting_down() const { return shutting_down_; }
  void abort_all();
  std::size_t size() const { return connections_.size(); }
  /// Of all in it. Any thread.
  std::size_t weight() const { return weight_.load(std::memory_order_relaxed); }

 private:
  std::vector<std::shared_ptr<Connection>> connections_;
  std::atomic<std::size_t> weight_ = 0;
  bool shutting_down_ = false;
};

struct SessionOptions {
  RequestLimits request;
  OutboxLimits outbox;
  std::uint32_t message_bytes = 16 * 1024;  ///< of one WebSocket message, all fragments together
  Millis request_timeout{10'000};           ///< from a request's first byte to its last
  Millis idle_timeout{60'000};              ///< of an HTTP connection without a request
  Millis answer_timeout{30'000};            ///< for the application to answer one request
  Millis ping_interval{20'000};             ///< without a byte from the client, before it is pinged
  Millis pong_timeout{20'000};              ///< after a ping, without a byte from the client
  Millis outbox_stall_timeout{10'000};      ///< with bytes waiting and none taken
  Millis linger{1'000};                     ///< for the client to close after we did
  Millis over_limit_timeout{3'000};         ///< for a connection over a limit to ask for what it may be told
};

struct SessionContext {
  Loop& loop;
  Application& application;
  metrics::Metrics& metrics;
  ConnectionSet& connections;
  SendBatch& sends;
  Deadlines& deadlines;
  const SessionOptions& options;
};

}  // namespace matinee::transport
