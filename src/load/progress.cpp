#include "load/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace matinee::load {
Progress::Progress(const Options& options)
    : quiet_(options.quiet), terminal_(::isatty(STDERR_FILENO) != 0), began_(SteadyClock::now()), before_(began_) {}

void Progress::say(std::string what) {
  what_ = std::move(what);
  next_ = {};
}

void Progress::show(std::uint64_t connected, std::uint64_t changes, std::uint64_t deliveries) {
  const SteadyTime now = SteadyClock::now();
  if (quiet_ || now < next_) return;
  next_ = now + (terminal_ ? std::chrono::seconds{1} : std::chrono::seconds{5});
  const double rate = static_cast<double>(deliveries - deliveries_before_) / seconds_of(now - before_);
  deliveries_before_ = deliveries;
  before_ = now;
  fmt::print(stderr, "{}[{:5.1f} s] {}: {} connected, {} changes, {:.0f} deliveries a second{}",
             terminal_ ? "\r\033[K" : "", seconds_of(now - began_), what_, connected, changes, rate,
             terminal_ ? "" : "\n");
  std::fflush(stderr);
  open_line_ = terminal_;
}

void Progress::end() {
  if (open_line_) fmt::print(stderr, "\n");
  open_line_ = false;
}

}  // namespace matinee::load
