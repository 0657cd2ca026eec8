#include "http_api/guest_limiter.hpp"

#include <algorithm>
#include <string_view>

#include "base/address_key.hpp"

namespace matinee::http_api {

Result<void, Millis> GuestLimiter::admit(const std::string& address, ServerTime now) {
  std::string key = address_key(address);
  const std::lock_guard lock(mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (entries_.size() >= capacity_) {
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
    entries_.push_front({key, {}});
    found = by_key_.emplace(std::move(key), entries_.begin()).first;
  }
  party::RateWindow& window = found->second->window;
  if (window.room(limit_, now) == 0) return failure(window.retry_after(limit_, now));
  window.record(limit_, now);
  entries_.splice(entries_.begin(), entries_, found->second);
  return success();
}

}  // namespace matinee::http_api
