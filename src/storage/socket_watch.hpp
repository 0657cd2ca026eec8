// SocketWatch: a thread that shuts down sockets whose server has not answered in time. libpq waits for answers without
// a limit of its own; a socket that is shut down ends its waiting with an error. Any thread.
#pragma once

#include <memory>

#include "base/time.hpp"
#include "storage/database.hpp"

namespace matinee::storage {

class SocketWatch {
 public:
  SocketWatch();
  ~SocketWatch();
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;

  /// Shuts `socket` down, for reading and writing, unless the deadline is destroyed within `limit` (give or take a
  /// tenth of a second). The socket must stay open and the watch must live as long as the deadline.
  std::unique_ptr<Deadline> deadline(int socket, Millis limit);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::storage
