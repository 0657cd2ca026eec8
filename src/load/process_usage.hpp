// What the kernel says about the server's process while it is measured from outside (proc(5)). Any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "load/time.hpp"

namespace matinee::load {

struct ProcessUsage {
  Nanos cpu{0};                          ///< of all its threads, user and system together
  double system_share = 0;               ///< of it in the kernel, 0 to 1; counted in ticks, so coarse
  std::uint64_t resident_bytes = 0;      ///< RSS
  std::uint64_t proportional_bytes = 0;  ///< PSS: shared pages count in parts
  std::uint64_t descriptors = 0;         ///< open ones
};

/// Empty when there is no such process, or it is another user's.
std::optional<ProcessUsage> read_process_usage(pid_t pid);

/// Only `cpu`: to the nanosecond and cheap, for the edges of a measurement.
std::optional<Nanos> read_process_cpu(pid_t pid);

}  // namespace matinee::load
