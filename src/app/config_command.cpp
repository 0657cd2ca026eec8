// matinee config: print the effective settings, describe all of them, check a file.
#include <fmt/format.h>

#include <cstdio>

#include "app/arguments.hpp"
#include "config/catalogue.hpp"

namespace matinee::app {
namespace {

constexpr std::string_view kUsage =
    R"(usage: matinee config print [SETTING]...   the effective settings, as TOML; secrets are not shown
       matinee config documentation        every setting, as Markdown
       matinee config check FILE           whether a file is good)";

int print(const Arguments& settings_arguments) {
  const auto settings = load_settings(settings_arguments);
  if (!settings) return exit_failed;
  fmt::print("{}", config::print_effective(*settings));
  return 0;
}

int check(const std::string& file) {
  const auto checked = config::check_file(file);
  if (checked) {
    fmt::print("{}: no problems\n", file);
    return 0;
  }
  fmt::print(stderr, "{}\n", checked.error().text());
  return exit_failed;
}

}  // namespace

int config_command(const Arguments& arguments) {
  const std::string action = arguments.empty() ? "" : arguments.front();
  const Arguments rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  if (action == "print") return print(rest);
  if (action == "check" && rest.size() == 1) return check(rest.front());
  if (action == "check") return usage_error("'config check' takes one file", kUsage);
  if (action == "documentation" || action == "docs") {
    fmt::print("{}", config::print_documentation());
    return 0;
  }
  return usage_error("'config' is followed by print, documentation or check", kUsage);
}

}  // namespace matinee::app
