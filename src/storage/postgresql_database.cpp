// Connecting, and the settings every connection gets.
#include "storage/postgresql_database.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/backoff.hpp"
#include "storage/postgresql_url.hpp"
#include "storage/sql_script.hpp"

namespace matinee::storage {
namespace {

/// What a connection gets unless its URL says otherwise. Keepalives and the user timeout find out about a host that is
/// gone; a standby that can't write is no use.
const PostgresqlParameters& default_parameters() {
  static const PostgresqlParameters defaults{
      {"application_name", "matinee"}, {"keepalives_idle", "10"},      {"keepalives_interval", "5"},
      {"keepalives_count", "3"},       {"tcp_user_timeout", "15000"},  {"target_session_attrs", "read-write"}};
  return defaults;
}

/// For libpq: whole seconds, at least two.
std::string connect_timeout(Millis patience) {
  constexpr std::chrono::seconds shortest{2};
  constexpr std::chrono::seconds longest{5};
  return std::to_string(std::clamp(std::chrono::ceil<std::chrono::seconds>(patience), shortest, longest).count());
}

/// How long the writer of one of several servers may stand still within a transaction. It never waits for anything
/// there; if it does, it is frozen or cut off, and holds rows that whoever takes its parties over needs.
constexpr Millis idle_member{1'000};

/// In one round trip. Whoever turned synchronous commits off for the server gets them here nevertheless: what people
/// were told must survive. Other values mean more than `on` or say which standbys count, and stay.
std::string session_settings(Millis patience, Access access) {
  const Millis idle = access == Access::member ? std::min(patience, idle_member) : patience;
  return fmt::format(
      "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET extra_float_digits = 3;"
      " SET default_transaction_isolation = 'read committed';"
      " SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {};"
      " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
      patience.count(), patience.count() / 2, idle.count());
}

/// A server this store can't work with is refused now, not when the first party is written.
void check_server(soci::session& session) {
  constexpr int oldest_version = 130'000;
  int version = 0;
  std::string encoding, schema;
  soci::indicator schema_indicator = soci::i_null;
  session << "SELECT current_setting('server_version_num'), current_setting('server_encoding'), current_schema()",
      soci::into(version), soci::into(encoding), soci::into(schema, schema_indicator);
  if (version < oldest_version) {
    throw soci::soci_error(
        fmt::format("the server is PostgreSQL {}, but 13 or newer is needed", version / 10'000));
  }
  if (encoding != "UTF8") {
    throw soci::soci_error(
        fmt::format("the database is encoded in {}, but UTF8 is needed: create it with ENCODING 'UTF8'", encoding));
  }
  if (schema_indicator != soci::i_ok) {
    throw soci::soci_error("the database has no schema that is in its search_path: create one");
  }
}

/// Held until the connection ends, however it ends. Waits for the lock_timeout: the server may not have noticed yet
/// that a process it served is gone.
void lock(soci::session& session, Access access) {
  const std::string_view function = access == Access::member ? "pg_advisory_lock_shared" : "pg_advisory_lock";
  try {
    run_script(session,
               fmt::format("SELECT {}(hashtextextended('matinee server ' || current_schema(), 0))", function));
  } catch (const soci::postgresql_soci_error& error) {
    constexpr std::string_view lock_not_available = "55P03";
    if (error.sqlstate() != lock_not_available) throw;
    throw soci::soci_error(
        "another server is using this database; stop it, give this one a database of its own, or make both of them "
        "servers of one cluster, which share a NATS server");
  }
}

PGconn* connection_of(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

int socket_of(soci::session& session) {
  return ::PQsocket(connection_of(session));
}

/// The server's remarks on what worked; libpq would print them.
void ignore_notice(void* /*argument*/, const char* /*message*/) {}

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(std::string parameters, std::string name, Millis patience)
    : parameters_(std::move(parameters)), name_(std::move(name)), patience_(patience) {}

Result<std::shared_ptr<const PostgresqlDatabase>, std::string> PostgresqlDatabase::make(const std::string& url,
                                                                                        Millis patience) {
  auto parsed = parse_postgresql_url(url);
  if (!parsed) return failure(parsed.error());
  PostgresqlParameters parameters = std::move(parsed).value();
  std::string name = name_without_password(parameters);
  parameters.emplace("connect_timeout", connect_timeout(patience));
  parameters.insert(default_parameters().begin(), default_parameters().end());
  return std::shared_ptr<const PostgresqlDatabase>(
      new PostgresqlDatabase(connection_string(parameters), std::move(name), patience));
}

std::unique_ptr<soci::session> PostgresqlDatabase::connect(Access access) const {
  if (access == Access::shared) {
    if (const auto failed = gate_.closed()) throw soci::soci_error(*failed);
  }
  std::unique_ptr<soci::session> session;
  try {
    session = std::make_unique<soci::session>(soci::postgresql, parameters_);
  } catch (const soci::soci_error& error) {
    gate_.close(error.get_error_message());
    throw;
  }
  gate_.open();
  ::PQsetNoticeProcessor(connection_of(*session), ignore_notice, nullptr);
  const std::unique_ptr<Deadline> limit = deadline(*session);
  run_script(*session, session_settings(patience_, access));
  check_server(*session);
  if (access != Access::shared) lock(*session, access);
  return session;
}

std::unique_ptr<Deadline> PostgresqlDatabase::deadline(soci::session& session) const {
  // The server's own timeout comes first, and tells what it was that took so long.
  constexpr Millis shortest_grace{75};
  constexpr Millis longest_grace{1'000};
  return watch_.deadline(socket_of(session), patience_ + std::clamp(patience_ / 4, shortest_grace, longest_grace));
}

void PostgresqlDatabase::hang_up(soci::session& session) const {
  ::shutdown(socket_of(session), SHUT_RDWR);
}

void PostgresqlDatabase::await_server() const {
  const auto patient_until = std::chrono::steady_clock::now() + patience_;
  Backoff backoff(Millis{100}, Millis{500});
  while (std::chrono::steady_clock::now() < patient_until) {
    const PGPing answer = ::PQping(parameters_.c_str());
    if (answer != PQPING_REJECT && answer != PQPING_NO_RESPONSE) return;
    std::this_thread::sleep_for(backoff.next());
  }
}

}  // namespace matinee::storage
