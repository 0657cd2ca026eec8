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

  /// A screen, by the number of the next change it is due. Bytes arrive in order: what a screen has passed over will
  /// not come any more.
  struct Receiver {
    std::uint64_t next = 0;
  };

  /// A screen that connects now is counted from the next change on.
  Receiver join() const { return {next_number()}; }

  /// The position that marks a change, in whole seconds.
  static std::uint64_t mark_of(std::uint64_t number) { return number % marks; }

  /// The screen hears of the change with this mark. False if that is none it was waited for.
  bool hear(Receiver& receiver, std::uint64_t mark, SteadyTime at);

  /// The screen is gone.
  void forget(const Receiver& receiver);

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

  std::uint64_t next_number() const { return first_number_ + on_their_way_.size(); }
  void miss(std::uint64_t from, std::uint64_t to);
  void drop_finished();

  std::deque<Change> on_their_way_;
  std::uint64_t first_number_ = 1;  // of the front of on_their_way_
};

}  // namespace matinee::load
