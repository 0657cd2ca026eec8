// Erasures: deletes what is kept of people who asked for it. Remembers the wish in storage first, so that what was begun
// is done, whatever happens in between; then has the owners of parties that go on forget the user, and deletes the rest
// a step at a time. The thread of the shard that has them; for every user of the engine.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "engine/executor.hpp"
#include "engine/views.hpp"
#include "party/rate_window.hpp"
#include "storage/group_committer.hpp"
#include "storage/reader.hpp"

namespace matinee::engine {

class Erasures {
 public:
  struct Environment {
    const Clock& clock;
    storage::GroupCommitter& committer;
    storage::Reader& reader;
    Executor& executor;
    /// Any thread: runs a task on the thread of these erasures.
    std::function<void(Task)> submit;
    /// Has the party's owner forget the user; the reply comes on this thread.
    std::function<void(const PartyId&, const UserId&, Reply<void>)> forget;
  };

  /// Who waits for an erasure hears of it after this at the latest, finished or not.
  static constexpr Millis patience{2'000};

  explicit Erasures(Environment environment) : environment_(std::move(environment)) {}

  /// `limit` is of wishes, by rolling window. Replies true when nothing is left; false when it goes on; a refusal when
  /// it was not begun, or when it came to a stop and is tried again later.
  void begin(const UserId& user, const party::RateLimit& limit, Reply<bool> reply);

  /// Goes on with what was begun and has not ended: after a start, and now and then.
  void resume();

 private:
  struct Job {
    storage::PendingErasure wish;
    Reply<bool> reply;  ///< empty: nobody waits (any more)
    std::size_t steps = 0;
  };
  using JobPtr = std::shared_ptr<Job>;

  void run(const storage::PendingErasure& wish, Reply<bool> reply);
  void look(const JobPtr& job);
  void on_work(const JobPtr& job, const storage::StoreResult<storage::ErasureWork>& work);
  void have_forgotten(const JobPtr& job, const std::vector<PartyId>& parties);
  void erase(const JobPtr& job, std::vector<PartyId> parties);
  void finish(const JobPtr& job);
  void stop(const JobPtr& job, const protocol::Refusal& refusal);
  void answer(const JobPtr& job, Result<bool, protocol::Refusal> result);
  void commit(storage::Submission submission, std::function<void(storage::StoreResult<void>)> done);

  Environment environment_;
  std::map<UserId, JobPtr> running_;
};

}  // namespace matinee::engine
