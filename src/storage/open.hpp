// Opening storage: from a place to stores that can be used. Called once, at start, before any thread needs a store.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/leases.hpp"
#include "storage/migrate.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// Who else may use the database.
enum class Sharing : std::uint8_t {
  alone,       ///< no other server
  in_cluster,  ///< servers that open it in this way too
};

struct OpenedStores {
  std::string name;  ///< of the database, for messages and the log; never with a password
  /// The store of the thread that writes. On PostgreSQL it keeps other servers out for as long as it is connected.
  std::unique_ptr<Store> writer;
  /// As many as it pays to read with at once, each for a thread of its own.
  std::vector<std::unique_ptr<Store>> readers;
  /// A further store on the same database. Never null; connects at first use, as the others do.
  std::function<std::unique_ptr<Store>()> make_store;
  /// The leases of a cluster on the same database, for a thread of its own, which wait for its answers up to `patience`
  /// (and a little longer, see PostgresqlDatabase) and connect anew then. Never null.
  std::function<std::unique_ptr<Leases>(Millis patience)> make_leases;
  MigrationReport migration;
  /// How often an idle writer should look whether the database is still there; 0: never (see GroupCommitter::Options).
  Millis idle_check{0};
};

/// The path in a "sqlite:PATH" URL; none for other kinds of database.
std::optional<std::filesystem::path> sqlite_path(std::string_view url);

/// Creates missing directories, each readable by their owner only.
StoreResult<void> make_private_directories(const std::filesystem::path& directory);

/// Opens the database `url`, "sqlite:PATH" or "postgresql://…" (see PostgresqlDatabase), and migrates it. A missing
/// SQLite file (0600) and its directories (0700) are made; a PostgreSQL database must exist, and no other server may
/// use it, unless both open it as servers of a cluster. Waits up to `patience` for a PostgreSQL server that is not
/// there, and the stores wait as long for its answers. Errors: `unavailable` if the URL is wrong, the database can't be
/// made, reached, read or written, or another server uses it; `corrupt` as migrate(). The message names the database,
/// never a password.
Result<OpenedStores, StoreError> open_database(const std::string& url, Millis patience,
                                               Sharing sharing = Sharing::alone);

/// Opens the SQLite database `path`.
Result<OpenedStores, StoreError> open_sqlite(const std::filesystem::path& path);

}  // namespace matinee::storage
