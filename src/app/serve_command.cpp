// matinee serve: runs the server until it is told to stop.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/arguments.hpp"
#include "app/server_app.hpp"
#include "app/signals.hpp"
#include "base/log.hpp"
#include "config/catalogue.hpp"

namespace matinee::app {
namespace {

log::Level log_level(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::error:
      return log::Level::error;
    case config::LogLevel::warn:
      return log::Level::warn;
    case config::LogLevel::info:
      return log::Level::info;
    case config::LogLevel::debug:
      return log::Level::debug;
  }
  return log::Level::info;
}

log::Format log_format(config::LogFormat format) {
  return format == config::LogFormat::json ? log::Format::json : log::Format::text;
}

bool wants_help(const Arguments& arguments) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [](const std::string& argument) { return argument == "--help" || argument == "-h"; });
}

}  // namespace

int serve_command(const Arguments& arguments) {
  if (wants_help(arguments)) {
    fmt::print("{}\n", config::print_help("matinee serve"));
    return 0;
  }
  auto settings = load_settings(arguments);
  if (!settings) return exit_failed;
  log::configure(log_level(settings->logging.level), log_format(settings->logging.format));

  for (const std::string& variable : config::unknown_variables(config::process_environment())) {
    log::warn("environment_variable_ignored", {{"name", variable}});
  }

  Signals signals;
  auto server = ServerApp::start(std::move(*settings));
  if (!server) {
    log::error("start_failed", {{"reason", server.error()}});
    return exit_failed;
  }
  // The one line on standard output: scripts wait for it and read the address from it.
  fmt::print("listening on {}\n", server.value()->url());
  std::fflush(stdout);
  return server.value()->run(signals);
}

}  // namespace matinee::app
