// Layers: what flags, the environment and the file each say, as text, before anything is known to be valid. Internal to
// config/.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/catalogue.hpp"

namespace matinee::config {

/// The setting that names the configuration file. Not part of Settings: a file can't name another.
inline constexpr std::string_view config_file_name = "config";

struct Given {
  std::string text;
  /// For messages: "--listen", "MATINEE_LISTEN", "matinee.toml, line 3".
  std::string where;
};

/// By setting name.
using Layer = std::map<std::string, Given, std::less<>>;

/// Reads the command line. Unknown flags and stray arguments become `problems`.
Layer read_flags(const std::vector<std::string>& arguments, std::vector<std::string>& problems);

/// Reads every MATINEE_ variable that isn't empty. Those that look like a misspelt setting become `problems`; others
/// are not ours (see unknown_variables()).
Layer read_environment(const Environment& environment, std::vector<std::string>& problems);

/// Reads a flat TOML file. Syntax errors, unknown keys, tables and values of foreign types become `problems`.
Layer read_toml_file(const std::filesystem::path& file, std::vector<std::string>& problems);

/// Levenshtein distance of the first 64 bytes of each.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// `candidate` out of `known` with the smallest edit distance to `word`; `known` is not empty.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace matinee::config
