// SqliteDatabase: a SQLite file, with connections set up the way durability needs it. Internal to the SQL store.
#pragma once

#include <filesystem>

#include "base/time.hpp"
#include "storage/database.hpp"

namespace matinee::storage {

/// How long a connection waits for another process's write before it gives up with SQLITE_BUSY.
inline constexpr Millis busy_timeout{1'000};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(std::filesystem::path path);

  const std::string& name() const override { return name_; }
  const Dialect& dialect() const override { return sqlite_dialect; }
  bool exists() const override;
  /// Opens the file, which must be there: WAL, synchronous=FULL (a commit is on the disk when it returns), foreign keys
  /// on.
  std::unique_ptr<soci::session> connect(Access access) const override;
  std::unique_ptr<Deadline> deadline(soci::session& /*session*/) const override { return nullptr; }
  void hang_up(soci::session& /*session*/) const override {}

 private:
  std::filesystem::path path_;
  std::string name_;
};

}  // namespace matinee::storage
