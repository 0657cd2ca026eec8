#include "app/arguments.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "config/catalogue.hpp"

namespace matinee::app {

std::optional<std::string> take_option(Arguments& arguments, std::string_view name) {
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const auto value = std::next(argument);
    if (*argument == name && value != arguments.end()) {
      std::string taken = *value;
      arguments.erase(argument, std::next(value));
      return taken;
    }
    if (argument->starts_with(name) && argument->size() > name.size() && (*argument)[name.size()] == '=') {
      std::string taken = argument->substr(name.size() + 1);
      arguments.erase(argument);
      return taken;
    }
  }
  return std::nullopt;
}

namespace {

std::optional<config::Settings> settings_of(Result<config::Settings, config::ConfigError> settings) {
  if (settings) return std::move(settings).value();
  fmt::print(stderr, "matinee: the configuration is refused:\n");
  for (const std::string& problem : settings.error().problems) fmt::print(stderr, "  {}\n", problem);
  return std::nullopt;
}

}  // namespace

std::optional<config::Settings> load_settings(const Arguments& arguments) {
  return settings_of(config::load(arguments, config::process_environment()));
}

std::optional<config::Settings> load_some_settings(const Arguments& arguments) {
  return settings_of(config::load_some(arguments, config::process_environment()));
}

int usage_error(std::string_view message, std::string_view usage) {
  fmt::print(stderr, "matinee: {}\n{}\n", message, usage);
  return exit_usage;
}

}  // namespace matinee::app
