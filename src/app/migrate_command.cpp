// matinee migrate: brings the database up to date without serving, for operators who want to do the two apart; or copies
// one database into another.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <filesystem>

#include "app/arguments.hpp"
#include "app/open_database.hpp"
#include "storage/copy_database.hpp"

namespace matinee::app {
namespace {

constexpr std::string_view kUsage =
    R"(usage: matinee migrate [SETTING]...            bring the database up to date
       matinee migrate --from URL --to URL     copy one database into another, empty one, and compare every row;
                                               URL is sqlite:PATH or postgresql://USER@HOST:PORT/NAME)";

int failed(const std::string& reason) {
  fmt::print(stderr, "matinee: {}\n", reason);
  return exit_failed;
}

int bring_up_to_date(const Arguments& arguments) {
  const auto settings = load_settings(arguments);
  if (!settings) return exit_failed;
  const auto opened = open_database(config::database_url(*settings), settings->timeouts.storage);
  if (!opened) return failed(opened.error());
  const storage::MigrationReport& report = opened.value().stores.migration;
  const std::string applied =
      report.applied.empty() ? "nothing to do" : fmt::format("{}", fmt::join(report.applied, ", "));
  fmt::print("{}: version {} ({})\n", opened.value().stores.name, report.version, applied);
  return 0;
}

void print(const storage::CopyReport& report) {
  std::size_t rows = 0;
  for (const storage::CopiedTable& table : report.tables) {
    fmt::print("{:>10} {}\n", table.rows, table.name);
    rows += table.rows;
  }
  fmt::print("{:>10} rows copied from {} to {}, and every one compared\n", rows, report.from, report.to);
}

int copy(const std::string& from, const std::string& to) {
  // Before its lock file would make the directory of a mistyped path.
  if (const auto path = storage::sqlite_path(from); path && !std::filesystem::exists(*path)) {
    return failed(fmt::format("{}: there is no such database", from));
  }
  const auto source_lock = lock_file_of(from);
  if (!source_lock) return failed(source_lock.error());
  const auto target_lock = lock_file_of(to);
  if (!target_lock) return failed(target_lock.error());
  const auto report = storage::copy_database(from, to, config::Settings{}.timeouts.storage);
  if (!report) return failed(report.error().message);
  print(report.value());
  return 0;
}

}  // namespace

int migrate_command(const Arguments& given) {
  Arguments arguments = given;
  const auto from = take_option(arguments, "--from");
  const auto to = take_option(arguments, "--to");
  if (!from && !to) return bring_up_to_date(arguments);
  if (!from || !to) return usage_error("--from and --to go together", kUsage);
  if (!arguments.empty()) return usage_error(fmt::format("copying takes no '{}'", arguments.front()), kUsage);
  if (*from == *to) return usage_error("--from and --to are the same database", kUsage);
  return copy(*from, *to);
}

}  // namespace matinee::app
