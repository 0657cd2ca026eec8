// The flags of `matinee bench`. Pure: reads nothing but its arguments.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "load/options.hpp"

namespace matinee::load {

struct ParsedFlags {
  Options options;
  bool help = false;
  std::vector<std::string> rest;  ///< what is no flag of the generator: settings of the server
};

/// The error says what was wrong with which flag, and what would be right.
Result<ParsedFlags, std::string> parse_flags(const std::vector<std::string>& arguments);

/// The text of --help, without the settings.
std::string flags_help();

}  // namespace matinee::load
