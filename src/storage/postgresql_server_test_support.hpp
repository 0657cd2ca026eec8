// PostgresqlServer: a PostgreSQL of the tests' own, by tests/postgresql/serve. Tests and benchmarks only.
#pragma once

#include <fcntl.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "test_support/source_path.hpp"

namespace matinee::storage {

class PostgresqlServer {
 public:
  /// The one server of this process, started when it is first needed and stopped at the end.
  static PostgresqlServer& shared() {
    static PostgresqlServer server;
    return server;
  }

  enum class Fsync { off, on };

  /// Without fsync it is faster, and survives everything but a crash of the machine.
  explicit PostgresqlServer(Fsync fsync = Fsync::off) {
    int input[2];
    int output[2];
    if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    const std::string program = source_path("tests/postgresql/serve");
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("fork failed");
    if (child_ == 0) {
      ::dup2(input[0], STDIN_FILENO);
      ::dup2(output[1], STDOUT_FILENO);
      ::execl(program.c_str(), "serve", fsync == Fsync::off ? "--no-fsync" : nullptr, static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
    constexpr std::string_view ready = "ready ";
    const std::string line = read_line();
    if (!line.starts_with(ready)) throw std::runtime_error("tests/postgresql/serve did not start a server");
    url_ = line.substr(ready.size());
  }
  ~PostgresqlServer() {
    ::close(input_);
    ::waitpid(child_, nullptr, 0);
    ::close(output_);
  }
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  /// "stop", "crash", "start", "freeze" or "thaw".
  void tell(const std::string& word) {
    const std::string line = word + "\n";
    if (::write(input_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || read_line() != "done") {
      throw std::runtime_error("tests/postgresql/serve did not " + word);
    }
  }

  /// The URL of an empty schema that nobody else has.
  std::string fresh_schema() {
    static std::atomic<int> count = 0;
    const std::string schema = "schema_" + std::to_string(++count);
    soci::session(soci::postgresql, url_) << "CREATE SCHEMA " + schema;
    return url_ + "&options=-csearch_path%3D" + schema;
  }

  /// The folder of its socket, ".s.PGSQL.5432".
  std::string folder() const { return url_.substr(url_.find("host=") + 5); }

 private:
  std::string read_line() {
    std::string line;
    char c = 0;
    while (::read(output_, &c, 1) == 1 && c != '\n') line += c;
    return line;
  }

  pid_t child_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string url_;
};

}  // namespace matinee::storage
