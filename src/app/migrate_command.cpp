// matinee migrate: brings the database up to date without serving, for operators who want to do the two apart.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>

#include "app/arguments.hpp"
#include "app/data_lock.hpp"
#include "storage/open.hpp"

namespace matinee::app {

int migrate_command(const Arguments& arguments) {
  const auto settings = load_settings(arguments);
  if (!settings) return exit_failed;
  const auto path = config::database_path(*settings);
  const auto lock = DataLock::take(path);
  if (!lock) {
    fmt::print(stderr, "matinee: {}\n", lock.error());
    return exit_failed;
  }
  const auto opened = storage::open_sqlite(path);
  if (!opened) {
    fmt::print(stderr, "matinee: {}: {}\n", path.string(), opened.error().message);
    return exit_failed;
  }
  const storage::MigrationReport& report = opened.value().migration;
  const std::string applied =
      report.applied.empty() ? "nothing to do" : fmt::format("{}", fmt::join(report.applied, ", "));
  fmt::print("{}: version {} ({})\n", path.string(), report.version, applied);
  return 0;
}

}  // namespace matinee::app
