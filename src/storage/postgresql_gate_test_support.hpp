// PostgresqlGate: stands between a client and a PostgreSQL server and cuts the n-th request off, before it reaches the
// server or before its answer reaches the client, or lets a connection go silent at it. Tests only.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace matinee::storage {

/// Counts the messages of one direction of a connection that end a request or an answer (PostgreSQL's manual, chapter
/// 55.7: one byte of type, and four of length that count themselves).
class PostgresqlMessages {
 public:
  /// `endings`: the types that count. A client's first message has no type; it counts too.
  PostgresqlMessages(std::string endings, bool first_has_type)
      : endings_(std::move(endings)), has_type_(first_has_type) {}

  /// Reads on. Returns how many ended within `bytes`.
  int read(std::string_view bytes) {
    int ended = 0;
    waiting_ += bytes;
    while (true) {
      const std::size_t header = has_type_ ? 5 : 4;
      if (waiting_.size() < header) return ended;
      std::size_t length = 0;
      for (std::size_t i = header - 4; i < header; ++i) length = length << 8 | static_cast<unsigned char>(waiting_[i]);
      const std::size_t whole = length + header - 4;
      if (waiting_.size() < whole) return ended;
      if (!has_type_ || endings_.find(waiting_[0]) != std::string::npos) ++ended;
      waiting_.erase(0, whole);
      has_type_ = true;
    }
  }

 private:
  std::string endings_;
  bool has_type_;
  std::string waiting_;
};

class PostgresqlGate {
 public:
  /// Of `silence` nobody is told: the connection stays, and nothing gets through it any more.
  enum class Cut { request, answer, silence };

  /// Listens in `folder` and forwards to the server that listens in `server_folder`.
  PostgresqlGate(const std::string& folder, const std::string& server_folder)
      : server_(address_in(server_folder)), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un own = address_in(folder);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 || ::listen(listener_, 8) != 0) {
      throw std::runtime_error("the gate can't listen");
    }
    acceptor_ = std::thread([this] { accept(); });
  }
  ~PostgresqlGate() {
    stopping_ = true;
    acceptor_.join();
    for (std::thread& connection : connections_) connection.join();
    ::close(listener_);
  }
  PostgresqlGate(const PostgresqlGate&) = delete;
  PostgresqlGate& operator=(const PostgresqlGate&) = delete;

  /// Once, and counted from now over all connections.
  void cut_at(int request, Cut what) {
    what_ = what;
    requests_left_ = request;
  }
  /// From now on nothing is cut. Returns whether something was.
  bool stop_cutting() { return requests_left_.exchange(-1) < 0; }

 private:
  static sockaddr_un address_in(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + "/.s.PGSQL.5432";
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a socket: " + path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
  }

  void accept() {
    while (!stopping_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client >= 0) connections_.emplace_back([this, client] { serve(client); });
    }
  }

  void serve(int client) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&server_), sizeof server_) == 0) forward(client, server);
    ::close(server);
    ::close(client);
  }

  void forward(int client, int server) {
    PostgresqlMessages requests("QS", false);  // Query, Sync
    PostgresqlMessages answers("Z", true);     // ReadyForQuery
    bool answer_is_cut = false;
    std::array<char, 65'536> buffer{};
    while (!stopping_) {
      std::array<pollfd, 2> sockets{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
      if (::poll(sockets.data(), sockets.size(), 20) <= 0) continue;
      if (sockets[1].revents != 0) {
        const ssize_t count = ::recv(server, buffer.data(), buffer.size(), 0);
        if (count <= 0) return;
        const bool answered = answers.read({buffer.data(), static_cast<std::size_t>(count)}) > 0;
        if (answer_is_cut && answered) return;
        if (!answer_is_cut) ::send(client, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL);
      } else if (sockets[0].revents != 0) {
        const ssize_t count = ::recv(client, buffer.data(), buffer.size(), 0);
        if (count <= 0) return;
        const int ended = requests.read({buffer.data(), static_cast<std::size_t>(count)});
        const bool cut = ended > 0 && requests_left_ >= 0 && (requests_left_ -= ended) < 0;
        if (cut && what_ == Cut::request) return;
        if (cut && what_ == Cut::silence) return swallow(client);
        answer_is_cut = answer_is_cut || cut;
        ::send(server, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL);
      }
    }
  }

  /// Reads what comes and answers nothing, until the client gives up.
  void swallow(int client) {
    std::array<char, 4'096> buffer{};
    while (!stopping_) {
      pollfd waiting{client, POLLIN, 0};
      if (::poll(&waiting, 1, 20) > 0 && ::recv(client, buffer.data(), buffer.size(), 0) <= 0) return;
    }
  }

  const sockaddr_un server_;
  const int listener_;
  std::atomic<bool> stopping_ = false;
  std::atomic<Cut> what_{Cut::request};
  std::atomic<int> requests_left_{-1};
  std::vector<std::thread> connections_;  ///< the acceptor's own until it has ended
  std::thread acceptor_;
};

}  // namespace matinee::storage
