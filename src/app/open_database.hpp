// Opening the database for this process alone: two servers on one would both believe that they own its parties.
// Main thread.
#pragma once

#include <optional>
#include <string>

#include "app/data_lock.hpp"
#include "base/result.hpp"
#include "storage/open.hpp"

namespace matinee::app {

struct OpenedDatabase {
  std::optional<DataLock> lock;  ///< of a SQLite file; on PostgreSQL the connection of stores.writer is the lock
  storage::OpenedStores stores;
};

/// Takes the lock file of the database `url`, if it is a SQLite file: see DataLock.
Result<std::optional<DataLock>, std::string> lock_file_of(const std::string& url);

/// Opens and migrates the database `url` (see config::database_url()); see storage::open_database(). The error names the database and says what
/// stands in the way: another server uses it, it can't be reached, read or written, or it belongs to another version.
Result<OpenedDatabase, std::string> open_database(const std::string& url, Millis patience,
                                                  storage::Sharing sharing = storage::Sharing::alone);

}  // namespace matinee::app
