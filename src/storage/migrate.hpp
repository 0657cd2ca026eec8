// Migrations: numbered changes of the schema, compiled into the program, applied in order, each in a transaction of its
// own, and recorded with a checksum of their text. Called before any store is opened.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// One step of the schema. Never edited once released: a correction is a further migration.
struct Migration {
  int number = 0;  ///< from 1, without gaps
  std::string_view name;
  std::string_view checksum;  ///< SHA-256 of `sql`, hexadecimal
  std::string_view sql;
};

/// src/storage/migrations/NNNN_name.sql, in order.
std::span<const Migration> embedded_migrations();

struct MigrationReport {
  std::vector<std::string> applied;  ///< by this call, e.g. "0001_initial"; empty: it was up to date
  int version = 0;                   ///< number of the last migration the database has
};

/// Brings an existing (maybe empty) database up to date. Safe to call from several processes at once.
/// Errors: `corrupt` if the database is newer than this program, or was made by migrations with another text;
/// `unavailable` if it can't be read or written, or a migration fails (which then left nothing behind).
Result<MigrationReport, StoreError> migrate(const Database& database,
                                            std::span<const Migration> migrations = embedded_migrations());

/// What migrate() would apply, in order; changes nothing. A missing file needs everything. Errors as migrate().
Result<std::vector<std::string>, StoreError> pending_migrations(
    const Database& database, std::span<const Migration> migrations = embedded_migrations());

}  // namespace matinee::storage
