// ConnectionGate: spares everyone waiting for connections that will not come. After an attempt failed the gate is
// closed for a while, and whoever asks gets that failure at once. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/backoff.hpp"

namespace matinee::storage {

class ConnectionGate {
 public:
  explicit ConnectionGate(Backoff backoff = Backoff(Millis{250}, Millis{2'000})) : backoff_(backoff) {}

  /// Why the last attempt failed, while that is not long ago.
  std::optional<std::string> closed() const {
    const std::lock_guard lock(mutex_);
    if (std::chrono::steady_clock::now() >= closed_until_) return std::nullopt;
    return failure_;
  }

  /// An attempt failed.
  void close(std::string failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    closed_until_ = std::chrono::steady_clock::now() + backoff_.next();
  }

  /// An attempt succeeded.
  void open() {
    const std::lock_guard lock(mutex_);
    closed_until_ = {};
    backoff_.reset();
  }

 private:
  mutable std::mutex mutex_;  ///< guards what follows
  std::string failure_;
  std::chrono::steady_clock::time_point closed_until_{};
  Backoff backoff_;
};

}  // namespace matinee::storage
