// Opening the file, and the settings every connection gets.
#include "storage/sqlite_database.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <system_error>
#include <utility>

namespace matinee::storage {

SqliteDatabase::SqliteDatabase(std::filesystem::path path) : path_(std::move(path)), name_("sqlite:" + path_.string()) {}

bool SqliteDatabase::exists() const {
  std::error_code missing;
  return std::filesystem::exists(path_, missing);
}

std::unique_ptr<soci::session> SqliteDatabase::connect(Access /*access*/) const {
  // SOCI would create a missing file, and an empty database is not what the caller lost.
  std::error_code failure;
  if (!std::filesystem::exists(path_, failure)) {
    throw soci::soci_error(
        fmt::format("{}: {}", path_.string(), failure ? failure.message() : "the database file does not exist"));
  }
  auto opened = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", path_.string()));
  soci::session& session = *opened;
  session << fmt::format("PRAGMA busy_timeout = {}", busy_timeout.count());
  std::string journal_mode;
  session << "PRAGMA journal_mode = WAL", soci::into(journal_mode);
  if (journal_mode != "wal") {
    throw soci::soci_error(fmt::format("{}: journal_mode is {}, WAL is needed; is it on a network file system?",
                                       path_.string(), journal_mode));
  }
  session << "PRAGMA synchronous = FULL";
  session << "PRAGMA foreign_keys = ON";
  session << "PRAGMA trusted_schema = OFF";
  return opened;
}

}  // namespace matinee::storage
