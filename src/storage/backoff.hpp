// Backoff: how long to pause before trying again what keeps failing.
#pragma once

#include <algorithm>
#include <random>

#include "base/time.hpp"

namespace matinee::storage {

/// Pauses that double from `first` to `most`, each shortened at random by up to half: many who lost the same server do
/// not come back all at once. Not thread-safe.
class Backoff {
 public:
  Backoff(Millis first, Millis most) : first_(first), most_(most), longest_(first) {}

  /// The next pause: from half to all of what it has grown to.
  Millis next() {
    std::uniform_int_distribution<Millis::rep> pause(longest_.count() / 2, longest_.count());
    const Millis chosen{pause(random_)};
    longest_ = std::min(longest_ * 2, most_);
    return chosen;
  }

  /// It worked: the next failure is a first one again.
  void reset() { longest_ = first_; }

 private:
  Millis first_;
  Millis most_;
  Millis longest_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace matinee::storage
