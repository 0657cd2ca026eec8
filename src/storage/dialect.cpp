// The dialects' fragments of SQL.
#include "storage/dialect.hpp"

#include <fmt/format.h>

namespace matinee::storage {
namespace {

// JSON values carry their type, so SQLite needs the names only.
std::string sqlite_rows(std::string_view alias, const std::vector<Column>& columns) {
  std::string members;
  for (const Column& column : columns) {
    fmt::format_to(std::back_inserter(members), "{}value ->> '{}' AS {}", members.empty() ? "" : ", ", column.name,
                   column.name);
  }
  return fmt::format("(SELECT {} FROM json_each(:rows)) AS {}", members, alias);
}

std::string_view postgresql_type(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "text";
    case ColumnType::bigint:
      return "bigint";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::double_precision:
      return "double precision";
  }
  return "text";
}

std::string postgresql_rows(std::string_view alias, const std::vector<Column>& columns) {
  std::string members;
  for (const Column& column : columns) {
    fmt::format_to(std::back_inserter(members), "{}{} {}", members.empty() ? "" : ", ", column.name,
                   postgresql_type(column.type));
  }
  return fmt::format("jsonb_to_recordset(:rows) AS {}({})", alias, members);
}

}  // namespace

const Dialect sqlite_dialect{
    .begin_writing = "BEGIN IMMEDIATE",
    .in_process = true,
    .begin_reading = "BEGIN",
    .begin_migrating = "BEGIN IMMEDIATE",
    .begin_copying = "BEGIN",
    .lock_parties = "",
    .lock_names = "",
    .forget_rate_events = "DELETE FROM rate_events WHERE at_ms <= :forgotten",
    .table_names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    .table_columns = "SELECT name, lower(type) FROM pragma_table_info(:table) ORDER BY cid",
    .table_references = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(:table)",
    .declare_rows = "",
    .fetch_rows = "",
    .by_bytes = "",
    .now_ms = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    .readers = 1,
    .rows = sqlite_rows,
};

// A migration may take longer than any other statement, and so may waiting for one that another process runs.
const Dialect postgresql_dialect{
    .begin_writing = "BEGIN",
    .in_process = false,
    .begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .begin_migrating = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
                       " SET LOCAL lock_timeout = '60s';"
                       " SELECT pg_advisory_xact_lock(hashtextextended('matinee migration ' || current_schema(), 0))",
    .begin_copying = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;"
                     " SET LOCAL idle_in_transaction_session_timeout = 0",
    .lock_parties = " FOR UPDATE OF parties",
    .lock_names = "SELECT COUNT(*) FROM (SELECT pg_advisory_xact_lock(sorted.name) FROM"
                  " (SELECT DISTINCT hashtextextended('matinee name ' || current_schema() || ' ' || value, 0) AS name"
                  "  FROM jsonb_array_elements_text(:names) ORDER BY name) AS sorted) AS locked",
    .forget_rate_events = "DELETE FROM rate_events WHERE ctid IN"
                          " (SELECT ctid FROM rate_events WHERE at_ms <= :forgotten FOR UPDATE SKIP LOCKED)",
    .table_names = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
    .table_columns = "SELECT column_name, data_type FROM information_schema.columns"
                     " WHERE table_schema = current_schema() AND table_name = :table ORDER BY ordinal_position",
    .table_references = "SELECT DISTINCT referenced.relname FROM pg_constraint JOIN pg_class AS referenced"
                        " ON referenced.oid = confrelid WHERE contype = 'f'"
                        " AND conrelid = CAST(CAST(:table AS text) AS regclass)",
    .declare_rows = "DECLARE copied_rows NO SCROLL CURSOR FOR ",
    .fetch_rows = "FETCH 1000 FROM copied_rows",
    .by_bytes = " COLLATE \"C\"",
    .now_ms = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
    .readers = 4,  // each mostly waits for the network
    .rows = postgresql_rows,
};

}  // namespace matinee::storage
