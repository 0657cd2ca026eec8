// Checks the record of what was applied against the program's migrations, then applies the rest one by one.
#include "storage/migrate.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <ctime>
#include <optional>

#include "storage/sql_error.hpp"
#include "storage/sql_script.hpp"

namespace matinee::storage {
namespace {

struct Applied {
  int number = 0;
  std::string name;
  std::string checksum;
};

std::string title_of(int number, std::string_view name) {
  return fmt::format("{:04}_{}", number, name);
}
std::string title_of(const Migration& migration) {
  return title_of(migration.number, migration.name);
}

StoreError needs_a_person(std::string message) {
  return StoreError{StoreErrorKind::corrupt, std::move(message), Millis{0}};
}

bool has_record(soci::session& session, const Dialect& dialect) {
  int tables = 0;
  session << fmt::format("SELECT COUNT(*) FROM ({}) AS tables WHERE name = 'schema_migrations'", dialect.table_names),
      soci::into(tables);
  return tables > 0;
}

std::vector<Applied> read_record(soci::session& session, const Dialect& dialect) {
  std::vector<Applied> record;
  if (!has_record(session, dialect)) return record;
  Applied row;
  soci::statement statement =
      (session.prepare << "SELECT number, name, checksum FROM schema_migrations ORDER BY number",
       soci::into(row.number), soci::into(row.name), soci::into(row.checksum));
  statement.execute();
  while (statement.fetch()) record.push_back(row);
  return record;
}

/// Whether the database was made by the first of these migrations and nothing else. Returns how many it has.
Result<std::size_t, StoreError> check(const std::vector<Applied>& record, std::span<const Migration> known) {
  if (record.size() > known.size()) {
    return needs_a_person(fmt::format(
        "the database is at migration {}, this program knows migrations up to {}: run the version of matinee that "
        "made it, or a newer one",
        title_of(record.back().number, record.back().name), known.empty() ? "none" : title_of(known.back())));
  }
  for (std::size_t i = 0; i < record.size(); ++i) {
    const std::string there = title_of(record[i].number, record[i].name);
    const std::string here = title_of(known[i]);
    if (there != here) {
      return needs_a_person(
          fmt::format("the database was made by migration {} where this program has {}: it belongs to another version",
                      there, here));
    }
    if (record[i].checksum != known[i].checksum) {
      return needs_a_person(fmt::format(
          "migration {} was applied with another text (checksum {}, this program has {}): a released migration must "
          "not change; run the version of matinee that made the database",
          here, record[i].checksum, known[i].checksum));
    }
  }
  return record.size();
}

void record_applied(soci::session& session, const Migration& migration) {
  const std::string name(migration.name);
  const std::string checksum(migration.checksum);
  const long long applied_at_ms = static_cast<long long>(std::time(nullptr)) * 1'000;
  session << "INSERT INTO schema_migrations (number, name, checksum, applied_at_ms)"
             " VALUES (:number, :name, :checksum, :applied_at_ms)",
      soci::use(migration.number, "number"), soci::use(name, "name"), soci::use(checksum, "checksum"),
      soci::use(applied_at_ms, "applied_at_ms");
}

/// One transaction: looks what the database has and applies the next. Returns none when nothing is left to do. Looking
/// and applying under one lock is what makes two migrating processes safe.
Result<std::optional<Migration>, StoreError> apply_next(soci::session& session, const Dialect& dialect,
                                                       std::span<const Migration> migrations) {
  run_script(session, std::string(dialect.begin_migrating));
  const Result<std::size_t, StoreError> done = check(read_record(session, dialect), migrations);
  if (done.has_error() || done.value() == migrations.size()) {
    session << "ROLLBACK";
    if (done.has_error()) return done.error();
    return std::optional<Migration>();
  }
  const Migration& next = migrations[done.value()];
  session << "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
             " checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)";
  try {
    run_script(session, std::string(next.sql));
  } catch (const soci::soci_error& error) {
    throw soci::soci_error(fmt::format("migration {}: {}", title_of(next), store_error(error).message));
  }
  record_applied(session, next);
  session << "COMMIT";
  return std::optional(next);
}

}  // namespace

Result<MigrationReport, StoreError> migrate(const Database& database,
                                            std::span<const Migration> migrations) {
  try {
    const std::unique_ptr<soci::session> session = database.connect(Access::shared);
    MigrationReport report;
    while (true) {
      const Result<std::optional<Migration>, StoreError> applied = apply_next(*session, database.dialect(), migrations);
      if (applied.has_error()) return applied.error();
      if (!applied.value()) break;
      report.applied.push_back(title_of(*applied.value()));
    }
    report.version = migrations.empty() ? 0 : migrations.back().number;
    return report;
  } catch (const soci::soci_error& error) {
    return store_error(error);
  }
}

Result<std::vector<std::string>, StoreError> pending_migrations(const Database& database,
                                                                std::span<const Migration> migrations) {
  std::size_t done = 0;
  if (database.exists()) {
    try {
      const std::unique_ptr<soci::session> session = database.connect(Access::shared);
      const Result<std::size_t, StoreError> checked = check(read_record(*session, database.dialect()), migrations);
      if (checked.has_error()) return checked.error();
      done = checked.value();
    } catch (const soci::soci_error& error) {
      return store_error(error);
    }
  }
  std::vector<std::string> pending;
  for (const Migration& migration : migrations.subspan(done)) pending.push_back(title_of(migration));
  return pending;
}

}  // namespace matinee::storage
