// SqlSession: a connection with its prepared statements, one per SqlStore. Internal to the SQL store.
#pragma once

#include <memory>

#include "storage/database.hpp"
#include "storage/playback_statement.hpp"
#include "storage/sql_statements.hpp"
#include "storage/transaction_statements.hpp"

namespace matinee::storage {

class SqlSession {
 public:
  /// Connects. Throws soci::soci_error. The database must outlive the session.
  SqlSession(const Database& database, Access access)
      : database_(database),
        session_(database.connect(access)),
        preparing_(database.deadline(*session_)),
        connection(*session_),
        dialect(database.dialect()),
        transaction(connection, dialect),
        statements(connection, dialect),
        put_playback(connection) {
    preparing_.reset();
  }
  ~SqlSession() { database_.hang_up(connection); }
  SqlSession(const SqlSession&) = delete;
  SqlSession& operator=(const SqlSession&) = delete;

 private:
  const Database& database_;
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<Deadline> preparing_;  ///< while the statements are being prepared

 public:
  soci::session& connection;
  const Dialect& dialect;
  // Last: prepared on the connection, gone before it.
  TransactionStatements transaction;
  ChangeStatements statements;
  PlaybackStatement put_playback;
};

}  // namespace matinee::storage
