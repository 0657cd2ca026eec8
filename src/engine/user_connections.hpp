// UserConnections: how many sockets each user has open in this process, in all parties together. Thread-safe: every
// shard counts its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "base/strong_id.hpp"

namespace matinee::engine {

class UserConnections {
 public:
  explicit UserConnections(std::size_t limit) : limit_(limit) {}

  /// One more; false, and nothing changed, when the user has as many as one may.
  bool add(const UserId& user) {
    const std::lock_guard lock(mutex_);
    std::uint32_t& count = counts_[user];
    if (count >= limit_) return false;
    ++count;
    return true;
  }

  /// One less.
  void remove(const UserId& user) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(user);
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }

 private:
  const std::size_t limit_;  // at least 1
  std::mutex mutex_;
  std::unordered_map<UserId, std::uint32_t> counts_;
};

}  // namespace matinee::engine
