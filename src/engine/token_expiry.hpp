// TokenExpiry: when which connection's token runs out; one timer for all of a shard's connections. The shard's thread.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/strong_id.hpp"
#include "engine/executor.hpp"

namespace matinee::engine {

class TokenExpiry {
 public:
  /// `on_due` gets each watched connection once, when its token has expired.
  TokenExpiry(Executor& executor, const Clock& clock, std::function<void(ConnectionId)> on_due)
      : executor_(executor), clock_(clock), on_due_(std::move(on_due)) {}
  ~TokenExpiry();

  void watch(ConnectionId connection, ServerTime expires_at);
  /// Takes back watch(): the connection is gone, or its token was renewed.
  void forget(ConnectionId connection, ServerTime expires_at);

 private:
  using Due = std::pair<ServerTime, ConnectionId>;

  void arm();
  void fire();

  Executor& executor_;
  const Clock& clock_;
  std::function<void(ConnectionId)> on_due_;
  std::set<Due> due_;
  std::optional<TimerId> timer_;
  ServerTime armed_for_{};
};

}  // namespace matinee::engine
