// TokenExpiry: when which connection's token runs out; one timer for all of a shard's connections. The shard's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/strong_id.hpp"
#include "base/wall_clock.hpp"
#include "engine/executor.hpp"

namespace matinee::engine {

class TokenExpiry {
 public:
  /// When a connection's token runs out, as it is now; nothing when the connection is gone or needs none.
  using ExpiryOf = std::function<std::optional<WallTime>(ConnectionId)>;

  /// `on_due` gets each watched connection once, when its token has expired.
  TokenExpiry(Executor& executor, const WallClock& clock, ExpiryOf expiry_of, std::function<void(ConnectionId)> on_due)
      : executor_(executor), clock_(clock), expiry_of_(std::move(expiry_of)), on_due_(std::move(on_due)) {}
  ~TokenExpiry();

  void watch(ConnectionId connection, WallTime expires_at);
  /// A connection that was watched is gone, or about to be, or has another token.
  void forget_one();

 private:
  using Due = std::pair<WallTime, ConnectionId>;

  void arm();
  void fire();
  Due take_soonest();

  Executor& executor_;
  const WallClock& clock_;
  ExpiryOf expiry_of_;
  std::function<void(ConnectionId)> on_due_;
  std::vector<Due> due_;       ///< a heap, the soonest first; what is no longer so is found out when it is due
  std::size_t forgotten_ = 0;  ///< of due_, at most
  std::optional<TimerId> timer_;
  WallTime armed_for_{};
};

}  // namespace matinee::engine
