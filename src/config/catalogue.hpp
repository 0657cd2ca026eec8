// The catalogue of settings from outside: load them, print them, document them, check a file. Every setting is declared
// once, in declarations.cpp; nothing else in the server reads flags, the environment or a configuration file.
// Called on the main thread before anything else runs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"

namespace matinee::config {

/// Environment variables by name.
using Environment = std::map<std::string, std::string, std::less<>>;

/// Everything found wrong at once, one sentence each: which setting, where it was set, its value (never a secret's) and
/// what would be right. Never empty.
struct ConfigError {
  std::vector<std::string> problems;

  /// One problem a line, without a trailing line break.
  std::string text() const;
};

/// This process's environment.
Environment process_environment();

/// The variables that begin with MATINEE_ and name no setting: worth a warning.
std::vector<std::string> unknown_variables(const Environment& environment);

/// The effective settings. `arguments` are those after the subcommand ("--listen", "0.0.0.0:80", "--guests").
/// A flag wins over the environment, that over the file named by --config or MATINEE_CONFIG, that over the default.
/// Unknown flags, unknown keys, unknown MATINEE_ variables, bad values and contradictions are errors; an empty
/// environment variable counts as unset. Reads the configuration file and jwt-secret-file.
Result<Settings, ConfigError> load(const std::vector<std::string>& arguments, const Environment& environment);

/// The same for a command that asks a running server: what only that server needs may be missing.
Result<Settings, ConfigError> load_some(const std::vector<std::string>& arguments, const Environment& environment);

/// Checks a configuration file alone, as load() would, except that what is missing may come from elsewhere.
Result<void, ConfigError> check_file(const std::filesystem::path& file);

/// The settings as a TOML file that load() accepts, with secrets masked.
std::string print_effective(const Settings& settings);

/// The reference of all settings as Markdown: the text of docs/configuration.md.
std::string print_documentation();

/// What `--help` prints: every flag with its help text and default.
std::string print_help(std::string_view program);

}  // namespace matinee::config
