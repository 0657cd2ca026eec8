// The results of a run as a table for people and as JSON for programs. Pure.
#pragma once

#include <string>

#include "load/results.hpp"

namespace matinee::load {

/// Several lines, with percentiles in units people read.
std::string to_table(const Results& results);

/// One object; times in microseconds with names that end in `_us`, sizes in bytes.
std::string to_json(const Results& results);

}  // namespace matinee::load
