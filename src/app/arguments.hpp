// What the subcommands share in reading their arguments: their own flags are taken out here, the rest are settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/commands.hpp"
#include "config/settings.hpp"

namespace matinee::app {

/// Takes `--name value` or `--name=value` out of the arguments; empty when it is not there.
std::optional<std::string> take_option(Arguments& arguments, std::string_view name);

/// The effective settings; after an error, which has been printed, nothing.
std::optional<config::Settings> load_settings(const Arguments& arguments);

/// The same where what only a server needs may be missing.
std::optional<config::Settings> load_some_settings(const Arguments& arguments);

/// Prints `message` and the usage to standard error.
int usage_error(std::string_view message, std::string_view usage);

}  // namespace matinee::app
