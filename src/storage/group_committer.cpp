// The writing thread. The only lock guards the queue; completions and observers run outside it.
#include "storage/group_committer.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/backoff.hpp"

namespace matinee::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* failing = "the database is failing";

StoreError unavailable(const char* why) {
  return StoreError{StoreErrorKind::unavailable, why, Millis{0}};
}

}  // namespace

class GroupCommitter::Impl {
 public:
  Impl(std::unique_ptr<Store> store, CommitObserver observer, Options options)
      : store_(std::move(store)), observer_(std::move(observer)), options_(options),
        backoff_(options.probe_pause, options.longest_probe_pause), thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void submit(Submission submission, Completion completion) {
    const char* refusal = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) {
        refusal = "the storage thread is stopping";
      } else if (!up()) {
        refusal = failing;
      } else if (queue_.size() >= options_.max_queued) {
        refusal = "too many changes are waiting to be committed";
      } else {
        queue_.push_back(Waiting{std::move(submission), std::move(completion)});
      }
    }
    if (refusal != nullptr) {
      completion(unavailable(refusal));
    } else {
      wake_.notify_one();
    }
  }

  bool up() const { return up_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    Submission submission;
    Completion completion;
  };
  /// The next of what was queued, in order; `submissions[i]` is answered through `completions[i]`.
  struct Batch {
    std::vector<Submission> submissions;
    std::vector<Completion> completions;
  };

  void run() {
    while (true) {
      Batch batch = wait_for_batch();
      if (!batch.submissions.empty()) {
        if (up()) {
          commit(batch);
        } else {
          refuse(batch);
        }
      } else if (idle_) {
        check();
      }
      if (!up() && SteadyClock::now() >= next_probe_) probe();
      const std::lock_guard lock(mutex_);
      if (stopping_ && queue_.empty()) return;
    }
  }

  /// Returns with an empty batch when a probe or a check is due, or the committer stops.
  Batch wait_for_batch() {
    std::unique_lock lock(mutex_);
    const auto awake = [this] { return stopping_ || !queue_.empty(); };
    idle_ = false;
    if (up() && options_.idle_check > Millis{0}) {
      idle_ = !wake_.wait_for(lock, options_.idle_check, awake);
    } else if (up()) {
      wake_.wait(lock, awake);
    } else {
      wake_.wait_until(lock, next_probe_, awake);
    }
    Batch batch;
    while (!queue_.empty() && batch.submissions.size() < options_.max_batch) {
      batch.submissions.push_back(std::move(queue_.front().submission));
      batch.completions.push_back(std::move(queue_.front().completion));
      queue_.pop_front();
    }
    return batch;
  }

  void commit(Batch& batch) {
    const auto started = SteadyClock::now();
    std::vector<StoreResult<void>> results = store_->commit(batch.submissions);
    const auto took = SteadyClock::now() - started;
    // A failing database fails every submission (see Store::commit), so the first tells.
    const bool failed = results.front().has_error() && results.front().error().kind == StoreErrorKind::unavailable;
    if (failed) {
      note_failure(results.front().error());
    } else {
      observer_.on_commit(results.size(), took);
      note_success();
    }
    for (std::size_t i = 0; i < results.size(); ++i) batch.completions[i](std::move(results[i]));
  }

  static void refuse(Batch& batch) {
    for (Completion& completion : batch.completions) completion(unavailable(failing));
  }

  void probe() {
    const StoreResult<void> probed = store_->probe();
    probed ? note_success() : note_failure(probed.error());
  }

  void check() {
    const StoreResult<void> checked = store_->check();
    if (!checked) note_failure(checked.error());
  }

  void note_success() {
    backoff_.reset();
    set_up(true);
    failure_.clear();
  }

  void note_failure(const StoreError& error) {
    next_probe_ = SteadyClock::now() + backoff_.next();
    set_up(false);
    if (error.message == failure_) return;
    failure_ = error.message;
    observer_.on_failure(failure_);
  }

  void set_up(bool up) {
    if (up_.exchange(up, std::memory_order_relaxed) != up) observer_.on_health(up);
  }

  // The storage thread's own.
  std::unique_ptr<Store> store_;
  CommitObserver observer_;
  const Options options_;
  Backoff backoff_;
  SteadyClock::time_point next_probe_{};
  bool idle_ = false;    ///< the last wait was for nothing
  std::string failure_;  ///< the reason told last; empty while the database works

  std::atomic<bool> up_{true};

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;

  std::thread thread_;  ///< last: starts when all else is there
};

GroupCommitter::GroupCommitter(std::unique_ptr<Store> store, CommitObserver observer, Options options)
    : impl_(std::make_unique<Impl>(std::move(store), std::move(observer), options)) {}

GroupCommitter::~GroupCommitter() = default;

void GroupCommitter::submit(Submission submission, Completion completion) {
  impl_->submit(std::move(submission), std::move(completion));
}

bool GroupCommitter::up() const {
  return impl_->up();
}

}  // namespace matinee::storage
