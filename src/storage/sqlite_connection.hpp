// Sessions on a SQLite file, set up the way durability needs it, and what their errors mean. Internal to the SQL store:
// this header brings SOCI's templates, include it in .cpp files only.
#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/time.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// How long a connection waits for another process's write before it gives up with SQLITE_BUSY.
inline constexpr Millis busy_timeout{1'000};

/// Opens an existing database file: WAL, synchronous=FULL (a commit is on the disk when it returns), foreign keys on.
/// Throws soci::soci_error when it can't.
std::unique_ptr<soci::session> open_session(const std::filesystem::path& path);

/// Runs every statement of `script`. Throws soci::soci_error.
void run_script(soci::session& session, const std::string& script);

/// What a database exception means to the callers of a store: `corrupt` if only a person can help, else `unavailable`.
StoreError store_error(const soci::soci_error& error);

/// Whether the statement broke a constraint: it wrote nothing, and the database itself is fine.
bool broke_constraint(const soci::soci_error& error);

}  // namespace matinee::storage
