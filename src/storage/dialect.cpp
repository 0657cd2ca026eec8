// The dialects' fragments of SQL.
#include "storage/dialect.hpp"

#include <fmt/format.h>

namespace matinee::storage {
namespace {

// JSON values carry their type, so SQLite needs the names only.
std::string sqlite_rows(std::string_view alias, std::initializer_list<Column> columns) {
  std::string members;
  for (const Column& column : columns) {
    fmt::format_to(std::back_inserter(members), "{}value ->> '{}' AS {}", members.empty() ? "" : ", ", column.name,
                   column.name);
  }
  return fmt::format("(SELECT {} FROM json_each(:rows)) AS {}", members, alias);
}

}  // namespace

const Dialect sqlite_dialect{.begin_writing = "BEGIN IMMEDIATE", .in_process = true, .rows = sqlite_rows};

}  // namespace matinee::storage
