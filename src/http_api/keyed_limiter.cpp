#include "http_api/keyed_limiter.hpp"

namespace matinee::http_api {

Result<void, Millis> KeyedLimiter::admit(const std::string& key, ServerTime now) {
  const std::lock_guard lock(mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (entries_.size() >= capacity_) {
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
    entries_.push_front({key, {}});
    found = by_key_.emplace(key, entries_.begin()).first;
  }
  party::RateWindow& window = found->second->window;
  if (window.room(limit_, now) == 0) return failure(window.retry_after(limit_, now));
  window.record(limit_, now);
  entries_.splice(entries_.begin(), entries_, found->second);
  return success();
}

}  // namespace matinee::http_api
