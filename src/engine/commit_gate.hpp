// CommitGate: holds back what a party has to tell until everything it rests on is committed, in order. Pure; lives with
// the party on its owner's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace matinee::engine {

class CommitGate {
 public:
  /// Told whether what it rests on was committed.
  using Entry = std::function<void(bool committed)>;

  /// A submission to storage is under way; what is added from now on waits for it. Returns its number, from 1.
  std::uint64_t submitted() { return ++submitted_; }

  /// Runs `entry` when everything submitted so far is committed and all earlier entries have run; at once if so now.
  void add(Entry entry);

  /// Submission `number` is committed; submissions commit in order.
  void committed(std::uint64_t number);

  /// A submission failed: every waiting entry runs with `false`, in order.
  void failed();

  bool waiting() const { return first_ < entries_.size(); }

 private:
  struct Waiting {
    std::uint64_t needs;
    Entry entry;
  };

  void release();

  std::uint64_t submitted_ = 0;
  std::uint64_t committed_ = 0;
  std::vector<Waiting> entries_;
  std::size_t first_ = 0;  ///< of entries_; those before it have run
};

}  // namespace matinee::engine
