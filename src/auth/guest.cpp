#include "auth/guest.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cerrno>
#include <cstring>

#include "auth/jose.hpp"
#include "auth/token_verifier.hpp"

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

struct GuestKey {
  std::string bytes;
};

/// The key in `file`, or what is wrong with it.
Result<GuestKey, std::string> read_key(const fs::path& file) {
  const File opened(file, O_RDONLY);
  if (!opened.is_open()) return failure_of("can't read", file, errno);
  std::string key(key_bytes + 1, '\0');  // one more, to see that there is no more
  const ssize_t size = ::read(opened.get(), key.data(), key.size());
  if (size < 0) return failure_of("can't read", file, errno);
  if (static_cast<std::size_t>(size) != key_bytes) {
    return file.string() + " should hold 32 bytes and doesn't; remove it, and guests have to sign in anew";
  }
  key.resize(key_bytes);
  return GuestKey{std::move(key)};
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

Result<GuestIdentities, std::string> GuestIdentities::open(const fs::path& data, Millis token_ttl) {
  const fs::path file = data / "guest.key";
  std::error_code error;
  if (!fs::exists(file, error)) {
    const auto made = make_key(file);
    if (!made) return made.error();
  }
  auto key = read_key(file);
  if (!key) return std::move(key).error();
  return GuestIdentities(std::move(key.value().bytes), token_ttl);
}

GuestIdentities::GuestIdentities(std::string key, Millis token_ttl)
    : key_(std::move(key)), issuer_(key_, std::string(guest_key_id)), token_ttl_(token_ttl) {}

GuestIdentities::Admission GuestIdentities::admit(std::string display_name, WallTime now) const {
  // The token holds whole seconds: the principal must not outlive it.
  const WallTime expires_at = wall_time_from_unix_ms(floor_seconds((now + token_ttl_).time_since_epoch()) * 1000);
  const std::string uuid = boost::uuids::to_string(boost::uuids::random_generator_pure()());
  Principal guest{UserId{std::string(guest_user_prefix) + uuid}, std::move(display_name), std::nullopt, expires_at,
                  true};
  std::string token = issuer_.issue({guest.user_id, guest.display_name, std::nullopt, expires_at, "", ""}, now);
  return {std::move(guest), std::move(token)};
}

}  // namespace matinee::auth
