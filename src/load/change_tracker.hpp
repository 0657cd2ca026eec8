// ChangeTracker: the changes of one party that are on their way to its screens, and how long they take. The generator
// marks each change by the position it seeks to. Pure; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "load/histogram.hpp"

namespace matinee::load {

/// From the moment a command was due to be sent.
struct DeliveryTimes {
  Histogram first;  ///< to the first screen that hears of the change
  Histogram last;   ///< to the last one
  Histogram each;   ///< to every one

  void merge(const DeliveryTimes& other);
};

class ChangeTracker {
 public:
  /// Positions repeat after as many changes: the protocol's largest position, in seconds, is 1,000,000.
  static constexpr std::uint64_t marks = 1'000'000;

  /// A change was sent that is due on `receivers` screens. `times`, if any, gets its delivery times and outlives it.
  /// Returns its number; numbers rise by one.
  std::uint64_t send(SteadyTime due, std::size_t receivers, DeliveryTimes* times);

  /// The number of the next change: a screen that connects now is counted from it on.
  std::uint64_t next_number() const { return first_number_ + on_their_way_.size(); }

  /// The position that marks a change, in whole seconds.
  static std::uint64_t mark_of(std::uint64_t number) { return number % marks; }

  /// A screen, counted from change `counted_from` on, hears of the change with this mark. True if it was waited for.
  bool hear(std::uint64_t mark, std::uint64_t counted_from, SteadyTime at);

  /// A screen that was counted from `counted_from` on, and last heard of the change before `next_expected`, is gone.
  void forget_receiver(std::uint64_t counted_from, std::uint64_t next_expected);

  /// The server refused a command: the oldest change nobody has heard of will not come.
  void refuse_oldest();

  /// Gives up changes due before `deadline`. Returns how many deliveries they were short of.
  std::uint64_t give_up(SteadyTime deadline);

  std::size_t on_their_way() const { return on_their_way_.size(); }

 private:
  struct Change {
    SteadyTime due;
    std::size_t missing;  // screens that have not heard of it
    bool heard;           // by anybody
    DeliveryTimes* times;
  };

  void drop_finished();

  std::deque<Change> on_their_way_;
  std::uint64_t first_number_ = 1;  // of the front of on_their_way_
};

}  // namespace matinee::load
