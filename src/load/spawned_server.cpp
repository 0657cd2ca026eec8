#include "load/spawned_server.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <thread>

#include "base/file_descriptor.hpp"

extern char** environ;

namespace matinee::load {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStartTime{20};
constexpr std::chrono::seconds kStopTime{10};
constexpr std::string_view kListening = "listening on ";

/// The environment with more variables.
std::vector<std::string> environment_with(std::vector<std::string> all) {
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);  // the first of a name counts
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Result<std::unique_ptr<SpawnedServer>, std::string> SpawnedServer::start(const fs::path& executable,
                                                                         const std::vector<std::string>& arguments) {
  std::string pattern = (fs::temp_directory_path() / "matinee-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return failure(fmt::format("no directory can be made in {}", fs::temp_directory_path().string()));
  }
  std::unique_ptr<SpawnedServer> server(new SpawnedServer);
  server->executable_ = executable;
  server->arguments_ = arguments;
  server->data_ = pattern;
  const auto launched = server->launch({});
  if (!launched) return failure(launched.error());
  return server;
}

SpawnedServer::~SpawnedServer() {
  stop();
  std::error_code ignored;
  fs::remove_all(data_, ignored);
}

Result<void, std::string> SpawnedServer::restart() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
  return launch({"MATINEE_LISTEN=" + url_.substr(url_.find("//") + 2)});
}

Result<void, std::string> SpawnedServer::launch(std::vector<std::string> variables) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return failure(std::string("no pipe to the server can be made"));
  const FileDescriptor output(ends[0]);
  FileDescriptor output_of_server(ends[1]);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, output_of_server.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_addclose(&actions, output.get());
  ::posix_spawn_file_actions_addclose(&actions, output_of_server.get());

  std::vector<std::string> command{executable_.string(), "serve"};
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  variables.push_back("MATINEE_DATA=" + data_.string());
  variables = environment_with(std::move(variables));
  const int status = ::posix_spawn(&pid_, executable_.c_str(), &actions, nullptr, pointers_to(command).data(),
                                   pointers_to(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  output_of_server.reset();  // so that the pipe ends when the server does
  if (status != 0) {
    return failure(fmt::format("{} can't be started: {}", executable_.string(), std::strerror(status)));
  }
  return wait_until_it_listens(output.get());
}

Result<void, std::string> SpawnedServer::wait_until_it_listens(int output) {
  const auto deadline = std::chrono::steady_clock::now() + kStartTime;
  std::string text;
  while (text.find('\n') == std::string::npos) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd readable{output, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) {
      return failure(std::string("the server did not say where it listens in time"));
    }
    std::array<char, 512> piece;
    const ssize_t count = ::read(output, piece.data(), piece.size());
    if (count <= 0) return failure(std::string("the server ended while starting; its log says why"));
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  if (!text.starts_with(kListening)) return failure(fmt::format("the server said \"{}\"", text));
  url_ = text.substr(kListening.size(), text.find('\n') - kListening.size());
  return outcome::success();
}

void SpawnedServer::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + kStopTime;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  pid_ = -1;
}

}  // namespace matinee::load
