// The only file that names SQLite's own API and result codes.
#include "storage/sqlite_connection.hpp"

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <system_error>

namespace matinee::storage {
namespace {

/// Extended result codes carry the primary one in the low byte (sqlite.org/rescode.html).
int primary_code(const soci::soci_error& error) {
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return sqlite == nullptr ? SQLITE_ERROR : sqlite->result() & 0xff;
}

soci::sqlite3_session_backend& backend_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend&>(*session.get_backend());
}

}  // namespace

std::unique_ptr<soci::session> open_session(const std::filesystem::path& path) {
  // SOCI would create a missing file, and an empty database is not what the caller lost.
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) {
    throw soci::soci_error(
        fmt::format("{}: {}", path.string(), failure ? failure.message() : "the database file does not exist"));
  }
  auto opened = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", path.string()));
  soci::session& session = *opened;
  session << fmt::format("PRAGMA busy_timeout = {}", busy_timeout.count());
  std::string journal_mode;
  session << "PRAGMA journal_mode = WAL", soci::into(journal_mode);
  if (journal_mode != "wal") {
    throw soci::soci_error(fmt::format("{}: journal_mode is {}, WAL is needed; is it on a network file system?",
                                       path.string(), journal_mode));
  }
  session << "PRAGMA synchronous = FULL";
  session << "PRAGMA foreign_keys = ON";
  session << "PRAGMA trusted_schema = OFF";
  return opened;
}

void run_script(soci::session& session, const std::string& script) {
  char* message = nullptr;
  const int code = sqlite_api::sqlite3_exec(backend_of(session).conn_, script.c_str(), nullptr, nullptr, &message);
  const std::unique_ptr<char, void (*)(void*)> owned(message, sqlite_api::sqlite3_free);
  if (code != SQLITE_OK) throw soci::sqlite3_soci_error(message == nullptr ? "failed" : message, code);
}

StoreError store_error(const soci::soci_error& error) {
  const int code = primary_code(error);
  const bool needs_a_person = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
  return StoreError{needs_a_person ? StoreErrorKind::corrupt : StoreErrorKind::unavailable, error.what(), Millis{0}};
}

bool broke_constraint(const soci::soci_error& error) {
  return primary_code(error) == SQLITE_CONSTRAINT;
}

}  // namespace matinee::storage
