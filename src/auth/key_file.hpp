// Keys the server makes for itself, each in a file of the data directory: 32 random bytes, mode 0600, never half-written,
// and the same for two processes that start at once.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace matinee::auth {

struct KeyFile {
  std::string bytes;  ///< secret
};

/// The key in `file`, or what is wrong with it.
Result<KeyFile, std::string> read_key_file(const std::filesystem::path& file);

/// The same, made first where there is none. The directory must exist.
Result<KeyFile, std::string> open_key_file(const std::filesystem::path& file);

}  // namespace matinee::auth
