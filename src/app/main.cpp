// matinee: chooses the subcommand. Everything else is in the files beside this one.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>

#include "app/arguments.hpp"
#include "app/version.hpp"

namespace matinee::app {
namespace {

constexpr std::string_view kUsage = R"(usage: matinee [serve] [SETTING]...       serve watch parties
       matinee token make|check ...        make or check a token
       matinee config print|documentation|check ...
                                           show the effective settings, describe all of them, check a file
       matinee migrate [SETTING]...        bring the database up to date without serving
       matinee migrate --from URL --to URL copy one database into another
       matinee admin parties|party|events|connections|close|block|unblock|blocked|token|page ...
                                           look at what goes on, close a party, block a user
       matinee bench [FLAG]... [SETTING]...
                                           put a server under load and measure it
       matinee --version

'matinee serve --help' lists the settings.)";

struct Subcommand {
  std::string_view name;
  int (*run)(const Arguments&);
};

constexpr std::array kSubcommands{
    Subcommand{"serve", serve_command},
    Subcommand{"token", token_command},
    Subcommand{"config", config_command},
    Subcommand{"migrate", migrate_command},
    Subcommand{"admin", admin_command},
    Subcommand{"bench", bench_command},
};

int print_usage() {
  fmt::print("{}\n", kUsage);
  return 0;
}

int run(Arguments arguments) {
  if (arguments.empty()) return serve_command({});
  const std::string first = arguments.front();
  if (first == "--version" || first == "version") {
    fmt::print("matinee {}\n", version);
    return 0;
  }
  if (first == "--help" || first == "-h" || first == "help") return print_usage();
  if (first.starts_with("--")) return serve_command(arguments);
  const auto found = std::find_if(kSubcommands.begin(), kSubcommands.end(),
                                  [&](const auto& command) { return command.name == first; });
  if (found == kSubcommands.end()) return usage_error(fmt::format("there is no subcommand '{}'", first), kUsage);
  arguments.erase(arguments.begin());
  return found->run(arguments);
}

}  // namespace
}  // namespace matinee::app

int main(int argc, char** argv) {
  try {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
    return matinee::app::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "matinee: {}\n", error.what());
    return matinee::app::exit_failed;
  }
}
