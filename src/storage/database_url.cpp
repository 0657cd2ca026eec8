// For SQLite: directory, file, in this order. A PostgreSQL database is made by whoever runs the server.
#include "storage/database_url.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "storage/postgresql_database.hpp"
#include "storage/sqlite_database.hpp"

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

DatabaseResult find_sqlite(const std::filesystem::path& path) {
  // SOCI takes the path in quotes and has no way to write a quote inside.
  if (path.string().find('"') != std::string::npos) {
    return StoreError{StoreErrorKind::unavailable,
                      fmt::format("the path of the database must not contain a double quote: {}", path.string()),
                      Millis{0}};
  }
  return std::make_shared<const SqliteDatabase>(path);
}

DatabaseResult find_postgresql(const std::string& url, Millis patience) {
  const auto made = PostgresqlDatabase::make(url, patience);
  if (!made) return StoreError{StoreErrorKind::unavailable, "the database's URL is wrong: " + made.error(), Millis{0}};
  made.value()->await_server();
  return std::shared_ptr<const Database>(made.value());
}

}  // namespace

StoreError at(const Database& database, StoreError error) {
  error.message = fmt::format("{}: {}", database.name(), error.message);
  return error;
}

StoreResult<void> make_private_directories(const std::filesystem::path& directory) {
  if (directory.empty() || is_there(directory)) return success();
  if (StoreResult<void> parent = make_private_directories(directory.parent_path()); parent.has_error()) return parent;
  if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) return cannot("create directory", directory, errno);
  return success();
}

std::optional<std::filesystem::path> sqlite_path(std::string_view url) {
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme)) return std::nullopt;
  return std::filesystem::path(url.substr(scheme.size()));
}

DatabaseResult find_database(const std::string& url, Millis patience) {
  if (const auto path = sqlite_path(url)) return find_sqlite(*path);
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return find_postgresql(url, patience);
  return StoreError{StoreErrorKind::unavailable, "a database is sqlite:PATH or postgresql://USER@HOST:PORT/NAME",
                    Millis{0}};
}

DatabaseResult create_database(const std::string& url, Millis patience) {
  DatabaseResult found = find_database(url, patience);
  const auto path = sqlite_path(url);
  if (found.has_error() || !path) return found;
  if (auto created = make_private_directories(path->parent_path()); created.has_error()) return created.error();
  if (auto created = create_file(*path); created.has_error()) return created.error();
  return found;
}

}  // namespace matinee::storage
