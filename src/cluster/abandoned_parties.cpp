#include "cluster/abandoned_parties.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/backoff.hpp"
#include "base/log.hpp"

namespace matinee::cluster {

class AbandonedParties::Impl {
 public:
  Impl(std::unique_ptr<storage::Leases> leases, Pauses pauses)
      : leases_(std::move(leases)), pause_(pauses.first, pauses.longest), thread_([this] { run(); }) {}

  ~Impl() { stop(); }

  void note() {
    {
      const std::lock_guard lock(mutex_);
      due_ = true;
    }
    changed_.notify_one();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || due_; });
      if (stopping_) return;
      due_ = false;
      lock.unlock();
      const bool noted = try_to_note();
      lock.lock();
      if (noted) continue;
      due_ = true;
      changed_.wait_for(lock, pause_.next(), [this] { return stopping_; });
    }
  }

  bool try_to_note() {
    const auto noted = leases_->note_abandoned();
    if (noted) {
      pause_.reset();
    } else if (!failing_) {
      log::warn("abandoned_parties_not_noted", {{"reason", noted.error().message}});
    }
    failing_ = !noted;
    return !failing_;
  }

  // The thread's own.
  const std::unique_ptr<storage::Leases> leases_;
  Backoff pause_;
  bool failing_ = false;

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  bool due_ = false;
  bool stopping_ = false;

  std::thread thread_;  ///< last: starts when all else is there
};

AbandonedParties::AbandonedParties(std::unique_ptr<storage::Leases> leases, Pauses pauses)
    : impl_(std::make_unique<Impl>(std::move(leases), pauses)) {}
AbandonedParties::~AbandonedParties() = default;

void AbandonedParties::note() {
  impl_->note();
}
void AbandonedParties::stop() {
  impl_->stop();
}

}  // namespace matinee::cluster
