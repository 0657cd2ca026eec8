// Directory, file, schema, in this order.
#include "storage/open.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "storage/sql_store.hpp"

namespace matinee::storage {
namespace {

StoreError cannot(std::string_view what, const std::filesystem::path& path, int error_number) {
  return StoreError{StoreErrorKind::unavailable,
                    fmt::format("can't {} {}: {}", what, path.string(),
                                std::error_code(error_number, std::generic_category()).message()),
                    Millis{0}};
}

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;  // what can't be looked at can't be created either, and that tells why
  return std::filesystem::exists(path, ignored);
}

/// Creates the file if it is missing; SQLite gives its journal files the same mode. Who widened it meant to.
StoreResult<void> create_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return cannot("open", path, errno);
  ::close(descriptor);
  return success();
}

}  // namespace

StoreResult<void> make_private_directories(const std::filesystem::path& directory) {
  if (directory.empty() || is_there(directory)) return success();
  if (StoreResult<void> parent = make_private_directories(directory.parent_path()); parent.has_error()) return parent;
  if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) return cannot("create directory", directory, errno);
  return success();
}

Result<OpenedStores, StoreError> open_sqlite(const std::filesystem::path& path) {
  // SOCI takes the path in quotes and has no way to write a quote inside.
  if (path.string().find('"') != std::string::npos) {
    return StoreError{StoreErrorKind::unavailable,
                      fmt::format("the path of the database must not contain a double quote: {}", path.string()),
                      Millis{0}};
  }
  if (StoreResult<void> created = make_private_directories(path.parent_path()); created.has_error())
    return created.error();
  if (StoreResult<void> created = create_file(path); created.has_error()) return created.error();
  Result<MigrationReport, StoreError> migration = migrate(path);
  if (migration.has_error()) return migration.error();
  return OpenedStores{.make_store = [path] { return std::make_unique<SqlStore>(path); },
                      .migration = std::move(migration).value()};
}

}  // namespace matinee::storage
