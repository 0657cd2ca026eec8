#include "engine/token_expiry.hpp"

#include <algorithm>

namespace matinee::engine {
namespace {

/// The time of day may be set while the timer runs: it is looked at as often as this, while there is a token to expire.
constexpr Millis longest_wait{60'000};

}  // namespace

TokenExpiry::~TokenExpiry() {
  if (timer_) executor_.cancel(*timer_);
}

void TokenExpiry::watch(ConnectionId connection, WallTime expires_at) {
  due_.emplace(expires_at, connection);
  if (!timer_ || expires_at < armed_for_) arm();
}

void TokenExpiry::forget(ConnectionId connection, WallTime expires_at) {
  due_.erase({expires_at, connection});
}

void TokenExpiry::arm() {
  if (timer_) executor_.cancel(*timer_);
  timer_.reset();
  if (due_.empty()) return;
  armed_for_ = due_.begin()->first;
  const Millis wait = std::clamp<Millis>(armed_for_ - clock_.now(), Millis{0}, longest_wait);
  timer_ = executor_.call_after(wait, [this] { fire(); });
}

void TokenExpiry::fire() {
  timer_.reset();
  const WallTime now = clock_.now();
  while (!due_.empty() && due_.begin()->first <= now) {
    const ConnectionId connection = due_.begin()->second;
    due_.erase(due_.begin());
    on_due_(connection);
  }
  arm();
}

}  // namespace matinee::engine
