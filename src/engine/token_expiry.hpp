// TokenExpiry: when which connection's token runs out; one timer for all of a shard's connections. The shard's thread.
#pragma once

#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/strong_id.hpp"
#include "engine/executor.hpp"

namespace matinee::engine {

class TokenExpiry {
 public:
  /// `on_due` gets connections whose token was, at some time, to expire now; a renewed one is the caller's to
  /// recognise.
  TokenExpiry(Executor& executor, const Clock& clock, std::function<void(ConnectionId)> on_due)
      : executor_(executor), clock_(clock), on_due_(std::move(on_due)) {}
  ~TokenExpiry();

  void watch(ConnectionId connection, ServerTime expires_at);

 private:
  using Due = std::pair<ServerTime, ConnectionId>;

  void arm();
  void fire();

  Executor& executor_;
  const Clock& clock_;
  std::function<void(ConnectionId)> on_due_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::optional<TimerId> timer_;
  ServerTime armed_for_{};
};

}  // namespace matinee::engine
