// Arrivals: who connects when. Keeps the number of connections being made at once within what a listen queue takes. One
// worker's thread.
#pragma once

#include <cstddef>
#include <queue>
#include <span>
#include <vector>

#include "load/time.hpp"

namespace matinee::load {

class Viewer;

class Arrivals {
 public:
  /// Connections being made at the same time by one worker.
  static constexpr std::size_t most_at_once = 256;

  /// The viewers arrive evenly over `spread`, from `start` on.
  void add(std::span<Viewer* const> viewers, SteadyTime start, Nanos spread);
  void add(Viewer& viewer, SteadyTime due) { waiting_.push({due, sequence_++, &viewer}); }

  /// Lets those connect who are due.
  void turn(SteadyTime now);

  /// A viewer let go by turn() has got its first answer, or was refused.
  void arrived() { --under_way_; }

  /// Viewers not connected yet.
  std::size_t unfinished() const { return waiting_.size() + under_way_; }

 private:
  struct Arrival {
    SteadyTime due;
    std::size_t sequence;
    Viewer* viewer;
    bool operator<(const Arrival& other) const {
      return due != other.due ? due > other.due : sequence > other.sequence;
    }
  };

  std::priority_queue<Arrival> waiting_;
  std::size_t sequence_ = 0;
  std::size_t under_way_ = 0;
};

}  // namespace matinee::load
