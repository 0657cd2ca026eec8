// Database: where the SQL store connects to, and the dialect it speaks there. Adapters: SqliteDatabase (a file) and
// PostgresqlDatabase (a server). Internal to the SQL store.
#pragma once

#include <memory>
#include <string>

#include "storage/dialect.hpp"

namespace soci {
class session;
}

namespace matinee::storage {

/// What a connection is for.
enum class Access : std::uint8_t {
  shared,     ///< beside others, of other processes too
  member,     ///< by a server of a cluster: beside its other servers, but not beside an exclusive one
  exclusive,  ///< by the one server of the database: fails while another process has such a connection. Of a server
              ///< only: a process has a SQLite file to itself by locking another file (app/data_lock.hpp)
};

/// While it lives, something ends what its connection waits for when that takes too long.
class Deadline {
 public:
  virtual ~Deadline() = default;
};

/// Any thread.
class Database {
 public:
  virtual ~Database() = default;

  /// For messages and the log: the kind of database and where it is, without a password.
  virtual const std::string& name() const = 0;

  virtual const Dialect& dialect() const = 0;

  /// Whether there is something to connect to; false for a SQLite file that isn't there.
  virtual bool exists() const = 0;

  /// A new connection, set up so that a commit is durable when it returns and nothing waits for ever. Throws
  /// soci::soci_error.
  virtual std::unique_ptr<soci::session> connect(Access access) const = 0;

  /// Begins an operation on a connection made here, which must outlive the deadline. Null: nothing there waits for long.
  virtual std::unique_ptr<Deadline> deadline(soci::session& session) const = 0;

  /// Before a connection is closed: closing won't wait for the server, which may not answer.
  virtual void hang_up(soci::session& session) const = 0;
};

}  // namespace matinee::storage
