#include "app/open_database.hpp"

#include <utility>

namespace matinee::app {

Result<std::optional<DataLock>, std::string> lock_file_of(const std::string& url) {
  const auto path = storage::sqlite_path(url);
  if (!path) return std::optional<DataLock>();
  auto taken = DataLock::take(*path);
  if (!taken) return failure(taken.error());
  return std::optional<DataLock>(std::move(taken).value());
}

Result<OpenedDatabase, std::string> open_database(const std::string& url, Millis patience, storage::Sharing sharing) {
  // Before anything is migrated: another server may be using the database as it is.
  auto lock = lock_file_of(url);
  if (!lock) return failure(lock.error());
  auto stores = storage::open_database(url, patience, sharing);
  if (!stores) return failure(stores.error().message);
  return OpenedDatabase{std::move(lock).value(), std::move(stores).value()};
}

}  // namespace matinee::app
