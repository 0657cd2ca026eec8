// SqlSession: a connection with its prepared statements, one per SqlStore. Internal to the SQL store.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/dialect.hpp"
#include "storage/playback_statement.hpp"
#include "storage/sql_statements.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/transaction_statements.hpp"

namespace matinee::storage {

class SqlSession {
 public:
  /// Connects. Throws soci::soci_error.
  explicit SqlSession(const std::filesystem::path& path)
      : session_(open_session(path)), connection(*session_), transaction(connection, dialect), statements(connection, dialect), put_playback(connection) {}

 private:
  std::unique_ptr<soci::session> session_;

 public:
  soci::session& connection;
  const Dialect& dialect = sqlite_dialect;
  // Last: prepared on the connection, gone before it.
  TransactionStatements transaction;
  ChangeStatements statements;
  PlaybackStatement put_playback;
};

}  // namespace matinee::storage
