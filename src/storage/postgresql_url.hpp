// Taking a PostgreSQL URL apart, and saying what is wrong with one without giving its password away. Pure. Internal to
// the SQL store.
#pragma once

#include <map>
#include <string>

#include "base/result.hpp"

namespace matinee::storage {

/// libpq's connection parameters by keyword (PostgreSQL's manual, 34.1.2).
using PostgresqlParameters = std::map<std::string, std::string>;

/// What `url`, "postgresql://user:password@host:5432/name?sslmode=require", says; nothing that it leaves out. Stricter
/// than libpq where a password that was not percent-encoded would end up as something else. The error says what is
/// wrong and what would be right, and holds no password.
Result<PostgresqlParameters, std::string> parse_postgresql_url(const std::string& url);

/// As libpq takes it: "host='…' port='…'".
std::string connection_string(const PostgresqlParameters& parameters);

/// User, host, port and database as a URL, for messages and the log.
std::string name_without_password(const PostgresqlParameters& parameters);

}  // namespace matinee::storage
