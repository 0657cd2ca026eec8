// SqlSession: a connection with its prepared statements, one per SqlStore. Internal to the SQL store.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/dialect.hpp"
#include "storage/sql_statements.hpp"
#include "storage/sqlite_connection.hpp"

namespace matinee::storage {

class SqlSession {
 public:
  /// Connects. Throws soci::soci_error.
  explicit SqlSession(const std::filesystem::path& path)
      : session_(open_session(path)), connection(*session_), statements(connection, dialect) {}

 private:
  std::unique_ptr<soci::session> session_;

 public:
  soci::session& connection;
  const Dialect& dialect = sqlite_dialect;
  ChangeStatements statements;  ///< last: prepared on the connection, gone before it
};

}  // namespace matinee::storage
