// What the kernel knows of this process, read from /proc (proc(5)) when asked. Any thread.
#pragma once

#include <cstdint>

namespace matinee::metrics {

struct ProcessFigures {
  double resident_memory_bytes = 0;
  double open_file_descriptors = 0;
  double most_file_descriptors = 0;  ///< the soft limit
  double cpu_seconds = 0;            ///< user and system
  double start_time_seconds = 0;     ///< since the Unix epoch
};

/// Figures that can't be read are 0.
ProcessFigures read_process_figures();

/// Alone, for those who look often; 0 when it can't be read.
std::uint64_t resident_memory_bytes();

}  // namespace matinee::metrics
