// The progress line on standard error: rewritten once a second on a terminal, a line every few seconds elsewhere. Main
// thread.
#pragma once

#include <cstdint>
#include <string>

#include "load/options.hpp"

namespace matinee::load {

class Progress {
 public:
  explicit Progress(const Options& options);

  /// What is being done from now on.
  void say(std::string what);

  /// To be called often; prints when it is time.
  void show(std::uint64_t connected, std::uint64_t changes, std::uint64_t deliveries);

  /// Ends the line.
  void end();

 private:
  bool quiet_;
  bool terminal_;
  bool open_line_ = false;
  std::string what_;
  SteadyTime began_;
  SteadyTime next_{};
  std::uint64_t deliveries_before_ = 0;
  SteadyTime before_;
};

}  // namespace matinee::load
