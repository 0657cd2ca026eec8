// Past SOCI to the databases' own libraries.
#include "storage/sql_script.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>

namespace matinee::storage {
namespace {

void run_on_sqlite(soci::sqlite3_session_backend& backend, const std::string& script) {
  char* message = nullptr;
  const int code = sqlite_api::sqlite3_exec(backend.conn_, script.c_str(), nullptr, nullptr, &message);
  const std::unique_ptr<char, void (*)(void*)> owned(message, sqlite_api::sqlite3_free);
  if (code != SQLITE_OK) throw soci::sqlite3_soci_error(message == nullptr ? "failed" : message, code);
}

void run_on_postgresql(soci::postgresql_session_backend& backend, const std::string& script) {
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(::PQexec(backend.conn_, script.c_str()), ::PQclear);
  const ExecStatusType status = ::PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  constexpr const char* connection_failure = "08006";
  const char* state = ::PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  throw soci::postgresql_soci_error(::PQerrorMessage(backend.conn_), state == nullptr ? connection_failure : state);
}

}  // namespace

void run_script(soci::session& session, const std::string& script) {
  // The library hides the type information a dynamic_cast needs.
  soci::details::session_backend* backend = session.get_backend();
  if (session.get_backend_name() == "postgresql") {
    run_on_postgresql(static_cast<soci::postgresql_session_backend&>(*backend), script);
  } else {
    run_on_sqlite(static_cast<soci::sqlite3_session_backend&>(*backend), script);
  }
}

}  // namespace matinee::storage
