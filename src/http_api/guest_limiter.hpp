// GuestLimiter: how many guests one network address may make in an hour. Thread-safe, bounded, not persistent: see
// KeyedLimiter.
#pragma once

#include <string>

#include "http_api/keyed_limiter.hpp"

namespace matinee::http_api {

class GuestLimiter {
 public:
  explicit GuestLimiter(party::RateLimit limit, std::size_t capacity = 10'000) : limiter_(limit, capacity) {}

  /// Counts one guest of `address`; the error is how long until there is room for another. IPv6 addresses count by
  /// their first 64 bits, which is what one customer has.
  Result<void, Millis> admit(const std::string& address, ServerTime now);

 private:
  KeyedLimiter limiter_;
};

}  // namespace matinee::http_api
