#include "engine/token_expiry.hpp"

#include <algorithm>

namespace matinee::engine {
namespace {

/// The time of day may be set while the timer runs: it is looked at as often as this, while there is a token to expire.
constexpr Millis longest_wait{60'000};

/// As many that are no longer so may stay; beyond it, as many as those that are.
constexpr std::size_t forgotten_at_ease = 64;

}  // namespace

TokenExpiry::~TokenExpiry() {
  if (timer_) executor_.cancel(*timer_);
}

void TokenExpiry::watch(ConnectionId connection, WallTime expires_at) {
  due_.emplace_back(expires_at, connection);
  std::push_heap(due_.begin(), due_.end(), std::greater<>());
  if (!timer_ || expires_at < armed_for_) arm();
}

void TokenExpiry::forget_one() {
  if (++forgotten_ <= due_.size() / 2 + forgotten_at_ease) return;
  std::erase_if(due_, [this](const Due& due) { return expiry_of_(due.second) != due.first; });
  std::make_heap(due_.begin(), due_.end(), std::greater<>());
  forgotten_ = 0;
}

void TokenExpiry::arm() {
  if (timer_) executor_.cancel(*timer_);
  timer_.reset();
  if (due_.empty()) return;
  armed_for_ = due_.front().first;
  const Millis wait = std::clamp<Millis>(armed_for_ - clock_.now(), Millis{0}, longest_wait);
  timer_ = executor_.call_after(wait, [this] { fire(); });
}

void TokenExpiry::fire() {
  timer_.reset();
  const WallTime now = clock_.now();
  while (!due_.empty() && due_.front().first <= now) {
    const Due due = take_soonest();
    // Renewed with a token that runs out at the same time, it is there twice.
    while (!due_.empty() && due_.front() == due) take_soonest();
    if (expiry_of_(due.second) == due.first) on_due_(due.second);
  }
  arm();
}

TokenExpiry::Due TokenExpiry::take_soonest() {
  std::pop_heap(due_.begin(), due_.end(), std::greater<>());
  const Due soonest = due_.back();
  due_.pop_back();
  return soonest;
}

}  // namespace matinee::engine
