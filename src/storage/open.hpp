// Opening storage: from a path to stores that can be used. Called once, at start, before any thread needs a store.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "storage/migrate.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

struct OpenedStores {
  /// A further store on the same database, for a thread of its own. Never null; connects at first use.
  std::function<std::unique_ptr<Store>()> make_store;
  MigrationReport migration;
};

/// Creates missing directories, each readable by their owner only.
StoreResult<void> make_private_directories(const std::filesystem::path& directory);

/// Opens the SQLite database `path`, creating its directory (0700) and file (0600) if missing, and migrates it.
/// Errors: `unavailable` if it can't be created, read or written; `corrupt` as migrate().
Result<OpenedStores, StoreError> open_sqlite(const std::filesystem::path& path);

}  // namespace matinee::storage
