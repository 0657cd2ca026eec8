// BlockedUsers: whom the server's operator lets in nowhere, as this process knows it. Thread-safe; asked at every request
// and every socket that opens, never on the way of a command or an event.
#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_set>
#include <vector>

#include "base/strong_id.hpp"

namespace matinee::engine {

class BlockedUsers {
 public:
  /// No lock while nobody is blocked.
  bool contains(const UserId& user) const {
    if (!any_) return false;
    const std::shared_lock lock(mutex_);
    return users_.contains(user);
  }

  void add(const UserId& user) {
    const std::lock_guard lock(mutex_);
    users_.insert(user);
    any_ = true;
  }

  void remove(const UserId& user) {
    const std::lock_guard lock(mutex_);
    users_.erase(user);
    any_ = !users_.empty();
  }

  /// These and no others from now on. Returns those who were not blocked before.
  std::vector<UserId> replace(const std::vector<UserId>& users) {
    const std::lock_guard lock(mutex_);
    std::vector<UserId> fresh;
    for (const UserId& user : users) {
      if (!users_.contains(user)) fresh.push_back(user);
    }
    users_ = {users.begin(), users.end()};
    any_ = !users_.empty();
    return fresh;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_set<UserId> users_;
  std::atomic<bool> any_ = false;
};

}  // namespace matinee::engine
