// RetentionSweeper: lets go of what has been kept long enough, in small steps with pauses between, so that nobody's change
// waits long behind one. The thread of the one shard that has it.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "base/clock.hpp"
#include "engine/executor.hpp"
#include "storage/group_committer.hpp"
#include "storage/reader.hpp"

namespace matinee::engine {

/// How long what is kept for; 0: for ever.
struct RetentionTimes {
  Millis chat{0};              ///< a message, from when it was written
  Millis events{0};            ///< what happened in a party beside its chat, from its end
  Millis finished_parties{0};  ///< from their end
  Millis guests{0};            ///< what is known of guests, from the end of their party
};

class RetentionSweeper {
 public:
  struct Environment {
    const Clock& clock;
    storage::GroupCommitter& committer;
    storage::Reader& reader;
    Executor& executor;
    /// Any thread: runs a task on the sweeper's thread.
    std::function<void(Task)> submit;
  };

  /// The longest time between two sweeps; with short times to keep, they are more frequent.
  static constexpr Millis longest_interval{600'000};
  /// Between two steps of a sweep.
  static constexpr Millis pause{100};
  /// Rows let go of in one step.
  static constexpr std::size_t rows_at_once = 500;

  RetentionSweeper(Environment environment, const RetentionTimes& times);

  /// Sweeps after every interval from now on, as long as the executor runs. `on_sweep` is called at each beginning.
  void start(std::function<void()> on_sweep);

 private:
  void sweep();
  void look(std::size_t index);
  void take(std::size_t index);

  struct Term {
    storage::Kept kind;
    Millis kept;
  };

  Environment environment_;
  std::vector<Term> terms_;
  Millis interval_ = longest_interval;
  std::function<void()> on_sweep_ = [] {};
};

}  // namespace matinee::engine
