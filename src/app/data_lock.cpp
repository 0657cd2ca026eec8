#include "app/data_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "storage/open.hpp"

namespace matinee::app {

Result<DataLock, std::string> DataLock::take(const std::filesystem::path& database) {
  if (const auto made = storage::make_private_directories(database.parent_path()); !made) return made.error().message;
  std::filesystem::path path = database;
  path += ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return fmt::format("can't open {}: {}", path.string(), std::generic_category().message(errno));
  }
  DataLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return fmt::format("another server is using {}; stop it, or give this one a data directory of its own",
                       database.string());
  }
  return fmt::format("can't lock {}: {}", path.string(), std::generic_category().message(errno));
}

DataLock::DataLock(DataLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DataLock::~DataLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace matinee::app
