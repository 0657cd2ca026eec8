// From a URL to the database it names. Internal to the SQL store.
#pragma once

#include <memory>
#include <string>

#include "storage/database.hpp"
#include "storage/open.hpp"

namespace matinee::storage {

using DatabaseResult = Result<std::shared_ptr<const Database>, StoreError>;

/// The error, saying also which database it is about.
StoreError at(const Database& database, StoreError error);

/// The database at `url`, "sqlite:PATH" or "postgresql://…", there or not. For a PostgreSQL server that is not there
/// waits up to `patience`. Errors: `unavailable`, the URL is wrong.
DatabaseResult find_database(const std::string& url, Millis patience);

/// The same, and makes a missing SQLite file (0600) and its directories (0700). Errors: also, it can't be made.
DatabaseResult create_database(const std::string& url, Millis patience);

}  // namespace matinee::storage
