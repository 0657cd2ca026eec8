// The file, for SQLite; the lock, for PostgreSQL; then the schema.
#include "storage/open.hpp"

#include <soci/soci.h>

#include <utility>

#include "storage/database_url.hpp"
#include "storage/sql_error.hpp"
#include "storage/sql_leases.hpp"
#include "storage/sql_store.hpp"

namespace matinee::storage {
namespace {

/// A server that went away is no longer ready this long after its last change.
constexpr Millis idle_check{5'000};

OpenedStores stores_on(std::shared_ptr<const Database> database, const std::string& url, Access access,
                       MigrationReport migration) {
  OpenedStores stores{.name = database->name(),
                      .writer = std::make_unique<SqlStore>(database, access),
                      .readers = {},
                      .make_store = [database] { return std::make_unique<SqlStore>(database); },
                      .make_leases =
                          [database, url](Millis patience) {
                            const DatabaseResult own = find_database(url, patience);
                            return std::make_unique<SqlLeases>(own ? own.value() : database);
                          },
                      .migration = std::move(migration),
                      .idle_check = database->dialect().in_process ? Millis{0} : idle_check};
  for (std::size_t i = 0; i < database->dialect().readers; ++i) stores.readers.push_back(stores.make_store());
  return stores;
}

}  // namespace

Result<OpenedStores, StoreError> open_database(const std::string& url, Millis patience, Sharing sharing) {
  const auto created = create_database(url, patience);
  if (!created) return created.error();
  const Database& database = *created.value();
  const Access access = sharing == Sharing::in_cluster ? Access::member : Access::exclusive;
  try {
    // Held while migrating: a server that is running alone must not find its schema changed. Servers of a cluster may,
    // by one that is being upgraded before them (docs/cluster.md).
    const std::unique_ptr<soci::session> lock = database.connect(access);
    Result<MigrationReport, StoreError> migration = migrate(database);
    if (!migration) return at(database, migration.error());
    return stores_on(created.value(), url, access, std::move(migration).value());
  } catch (const soci::soci_error& error) {
    return at(database, store_error(error));
  }
}

Result<OpenedStores, StoreError> open_sqlite(const std::filesystem::path& path) {
  constexpr Millis no_patience_needed{0};
  return open_database("sqlite:" + path.string(), no_patience_needed);
}

}  // namespace matinee::storage
