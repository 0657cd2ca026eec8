// DataLock: one server per database. Two would both believe that they own its parties. Main thread.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace matinee::app {

/// Holds `<database>.lock` locked for as long as it lives; the system lets go of it when the process ends, however it
/// ends. The file stays: removing it would race with the next server.
class DataLock {
 public:
  /// Makes the database's directory if it is missing. Errors: another process holds it, or the file can't be made; says
  /// which.
  static Result<DataLock, std::string> take(const std::filesystem::path& database);

  DataLock(DataLock&& other) noexcept;
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace matinee::app
