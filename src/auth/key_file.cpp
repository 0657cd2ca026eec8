#include "auth/key_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "auth/jose.hpp"

namespace matinee::auth {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_bytes = 32;

/// A file descriptor, closed at the end.
class File {
 public:
  File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string failure_of(const char* what, const fs::path& file, int error) {
  return std::string(what) + " " + file.string() + ": " + std::strerror(error);
}

/// Puts a new key where no file is yet. A complete file is linked into place, so that no reader ever sees half of one,
/// and a process that comes second leaves the first one's key alone.
Result<void, std::string> make_key(const fs::path& file) {
  const fs::path draft = file.string() + "." + encode_base64url(random_bytes(6));
  const std::string key = random_bytes(key_bytes);
  int error = 0;
  {
    const File opened(draft, O_WRONLY | O_CREAT | O_EXCL);
    if (!opened.is_open()) return failure_of("can't create", draft, errno);
    errno = ENOSPC;  // what a write that comes up short, and says nothing else, means
    const bool written =
        ::write(opened.get(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(opened.get()) == 0;
    if (!written) error = errno;
  }
  if (error == 0 && ::link(draft.c_str(), file.c_str()) != 0 && errno != EEXIST) error = errno;
  ::unlink(draft.c_str());
  if (error != 0) return failure_of("can't write", file, error);
  const File directory(file.parent_path(), O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || ::fsync(directory.get()) != 0) return failure_of("can't write", file, errno);
  return success();
}

}  // namespace

Result<KeyFile, std::string> read_key_file(const fs::path& file) {
  const File opened(file, O_RDONLY);
  if (!opened.is_open()) return failure_of("can't read", file, errno);
  std::string key(key_bytes + 1, '\0');  // one more, to see that there is no more
  const ssize_t size = ::read(opened.get(), key.data(), key.size());
  if (size < 0) return failure_of("can't read", file, errno);
  if (static_cast<std::size_t>(size) != key_bytes) {
    return file.string() + " should hold 32 bytes and doesn't; remove it";
  }
  key.resize(key_bytes);
  return KeyFile{std::move(key)};
}

Result<KeyFile, std::string> open_key_file(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    const auto made = make_key(file);
    if (!made) return made.error();
  }
  return read_key_file(file);
}

}  // namespace matinee::auth
