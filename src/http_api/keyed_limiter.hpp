// KeyedLimiter: how often somebody, known by a key, may do something in a window. Thread-safe: one short lock a time.
// Not persistent, and bounded: beyond `capacity` keys the one longest not counted is forgotten.
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

class KeyedLimiter {
 public:
  explicit KeyedLimiter(party::RateLimit limit, std::size_t capacity = 10'000) : limit_(limit), capacity_(capacity) {}

  /// Counts one event of `key`; the error is how long until there is room for another.
  Result<void, Millis> admit(const std::string& key, ServerTime now);

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
