// GroupCommitter: owns the storage thread that writes. Self-clocking group commit: what arrives while one commit runs
// becomes the next commit, so batches grow with load and a lone change waits for nobody.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "base/time.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// Told on the storage thread how a submission ended; on the caller's thread, before submit() returns, if the queue was
/// full, the database is failing (a probe of it may take long) or the committer is stopping. Must be cheap: hand the result to its owner's mailbox.
using Completion = std::function<void(StoreResult<void>)>;

/// What the committer reports; all called on the storage thread.
struct CommitObserver {
  /// After each transaction that held: how many submissions it carried, refused ones included, and how long it took.
  std::function<void(std::size_t batch, std::chrono::nanoseconds took)> on_commit = [](auto, auto) {};
  std::function<void(bool up)> on_health = [](bool) {};  ///< on each change only
  /// Why the database fails, for operators: when it begins to, and whenever the reason is another one.
  std::function<void(std::string_view why)> on_failure = [](auto) {};
};

class GroupCommitter {
 public:
  struct Options {
    std::size_t max_batch = 1024;     ///< submissions in one transaction
    std::size_t max_queued = 65'536;  ///< beyond it submissions are refused at once, as `unavailable`
    /// While the database fails, a probe looks whether it is back: at first after (half of to all of) this pause, then
    /// after ever longer ones, up to the longest (see Backoff).
    Millis probe_pause{250};
    Millis longest_probe_pause{2'000};
    /// After so long without a commit it looks whether the database is still there; 0: never, for one that can't go away
    /// by itself.
    Millis idle_check{0};
  };

  /// Starts the thread. `store` is used on that thread only.
  GroupCommitter(std::unique_ptr<Store> store, CommitObserver observer, Options options);
  /// Commits what is queued, answers every completion, joins the thread.
  ~GroupCommitter();

  GroupCommitter(const GroupCommitter&) = delete;
  GroupCommitter& operator=(const GroupCommitter&) = delete;

  /// Any thread. Submissions commit in the order of submission. The completion is called exactly once. While the
  /// database fails it is told `unavailable` at once, without trying: such an answer may come before those of earlier
  /// submissions that are still queued.
  void submit(Submission submission, Completion completion);

  /// Any thread. Whether the last commit or probe succeeded.
  bool up() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::storage
