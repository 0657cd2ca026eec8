// TokenExpiry: when which connection's token runs out; one timer for all of a shard's connections. The shard's thread.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "base/strong_id.hpp"
#include "base/wall_clock.hpp"
#include "engine/executor.hpp"

namespace matinee::engine {

class TokenExpiry {
 public:
  /// `on_due` gets each watched connection once, when its token has expired.
  TokenExpiry(Executor& executor, const WallClock& clock, std::function<void(ConnectionId)> on_due)
      : executor_(executor), clock_(clock), on_due_(std::move(on_due)) {}
  ~TokenExpiry();

  void watch(ConnectionId connection, WallTime expires_at);
  /// Takes back watch(): the connection is gone, or its token was renewed.
  void forget(ConnectionId connection, WallTime expires_at);

 private:
  using Due = std::pair<WallTime, ConnectionId>;

  void arm();
  void fire();

  Executor& executor_;
  const WallClock& clock_;
  std::function<void(ConnectionId)> on_due_;
  std::set<Due> due_;
  std::optional<TimerId> timer_;
  WallTime armed_for_{};
};

}  // namespace matinee::engine
