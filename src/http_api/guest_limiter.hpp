// GuestLimiter: how many guests one network address may make in an hour. Thread-safe: one short lock, taken once per
// new guest. Not persistent, and bounded: beyond `capacity` addresses the one longest without a guest is forgotten.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "base/time.hpp"
#include "party/rate_window.hpp"

namespace matinee::http_api {

class GuestLimiter {
 public:
  explicit GuestLimiter(party::RateLimit limit, std::size_t capacity = 10'000) : limit_(limit), capacity_(capacity) {}

  /// Counts one guest of `address`; the error is how long until there is room for another. IPv6 addresses count by
  /// their first 64 bits, which is what one customer has.
  Result<void, Millis> admit(const std::string& address, ServerTime now);

 private:
  struct Entry {
    std::string key;
    party::RateWindow window;
  };

  const party::RateLimit limit_;
  const std::size_t capacity_;

  std::mutex mutex_;
  std::list<Entry> entries_;  // the most recently counted first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

}  // namespace matinee::http_api
