// The only file that knows the databases' result codes.
#include "storage/sql_error.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

namespace matinee::storage {
namespace {

/// Extended result codes carry the primary one in the low byte (sqlite.org/rescode.html). 0: the error isn't SQLite's.
int sqlite_code(const soci::soci_error& error) {
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return sqlite == nullptr ? SQLITE_OK : sqlite->result() & 0xff;
}

/// See PostgreSQL's manual, appendix A. Empty: the error isn't its.
std::string sqlstate(const soci::soci_error& error) {
  const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  return postgresql == nullptr ? std::string() : postgresql->sqlstate();
}

/// The SQLSTATE's first two characters.
std::string sqlstate_class(const soci::soci_error& error) {
  return sqlstate(error).substr(0, 2);
}

/// On one line, and without the statement, its parameters and the row at fault, which hold what people wrote.
std::string message_of(const soci::soci_error& error) {
  std::string message = error.get_error_message();
  message.erase(std::min(message.find("\nDETAIL:"), message.size()));
  message.erase(message.find_last_not_of(" \n") + 1);
  std::replace_if(message.begin(), message.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return message;
}

}  // namespace

StoreError store_error(const soci::soci_error& error) {
  const int code = sqlite_code(error);
  const bool needs_a_person = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || sqlstate_class(error) == "XX";
  return StoreError{needs_a_person ? StoreErrorKind::corrupt : StoreErrorKind::unavailable, message_of(error),
                    Millis{0}};
}

bool broke_constraint(const soci::soci_error& error) {
  const std::string state = sqlstate_class(error);
  // 23: an integrity constraint; 22: a value that its column can't hold.
  return sqlite_code(error) == SQLITE_CONSTRAINT || state == "23" || state == "22";
}

bool lost_to_another(const soci::soci_error& error) {
  const std::string state = sqlstate(error);
  // serialization_failure, deadlock_detected, lock_not_available. Not the rest of class 40: after 40003 nobody knows.
  return state == "40001" || state == "40P01" || state == "55P03";
}

}  // namespace matinee::storage
