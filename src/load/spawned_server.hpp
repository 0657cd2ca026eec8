// SpawnedServer: a server of this program's own executable, on temporary data, for one run. Owns the process and the
// directory. Main thread.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace matinee::load {

class SpawnedServer {
 public:
  /// Starts `executable serve ARGUMENT...` in this process's environment and waits until it says where it listens. The
  /// data directory is made here and given in MATINEE_DATA. The error says what the server did instead.
  static Result<std::unique_ptr<SpawnedServer>, std::string> start(const std::filesystem::path& executable,
                                                                   const std::vector<std::string>& arguments);

  /// Stops the server (by force if it takes more than some seconds) and removes its data.
  ~SpawnedServer();
  SpawnedServer(const SpawnedServer&) = delete;
  SpawnedServer& operator=(const SpawnedServer&) = delete;

  /// Kills it without a warning and starts it again, on the same data and address.
  Result<void, std::string> restart();

  const std::string& url() const { return url_; }
  pid_t pid() const { return pid_; }

 private:
  SpawnedServer() = default;
  Result<void, std::string> launch(std::vector<std::string> variables);
  Result<void, std::string> wait_until_it_listens(int output);
  void stop();

  std::filesystem::path executable_;
  std::vector<std::string> arguments_;
  std::filesystem::path data_;
  std::string url_;
  pid_t pid_ = -1;
};

}  // namespace matinee::load
