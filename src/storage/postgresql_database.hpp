// PostgresqlDatabase: a database on a PostgreSQL server, with connections set up so that a commit is durable and
// nothing waits for ever. Internal to the SQL store.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "storage/connection_gate.hpp"
#include "storage/database.hpp"
#include "storage/socket_watch.hpp"

namespace matinee::storage {

class PostgresqlDatabase final : public Database {
 public:
  /// `url` as libpq reads it: "postgresql://user@host:5432/name?sslmode=require". What it leaves out comes from libpq's
  /// environment variables and defaults; a connection times out after 5 s (2 s with a shorter `patience`) unless it
  /// says otherwise. A statement is given up after `patience`, and so is waiting for a server that is connected but
  /// does not answer, a second later (with a short `patience`, a quarter of it). The error says what is wrong with the
  /// URL, without a password. Connects to nothing.
  static Result<std::shared_ptr<const PostgresqlDatabase>, std::string> make(const std::string& url, Millis patience);

  const std::string& name() const override { return name_; }
  const Dialect& dialect() const override { return postgresql_dialect; }
  bool exists() const override { return true; }
  /// Refuses servers older than 13 and databases that don't hold Unicode text. While the server is away, attempts at
  /// Access::shared fail without being made, except for one in a while.
  std::unique_ptr<soci::session> connect(Access access) const override;
  std::unique_ptr<Deadline> deadline(soci::session& session) const override;
  void hang_up(soci::session& session) const override;

  /// Waits until the server takes connections, at most as long as it is patient: it may be starting, as this process
  /// is.
  void await_server() const;

 private:
  PostgresqlDatabase(std::string parameters, std::string name, Millis patience);

  const std::string parameters_;  ///< for libpq; may hold a password
  const std::string name_;
  const Millis patience_;
  mutable ConnectionGate gate_;
  mutable SocketWatch watch_;
};

}  // namespace matinee::storage
