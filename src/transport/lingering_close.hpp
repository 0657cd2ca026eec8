// LingeringClose: connections that are told one thing and then closed, in a way that lets them read it. Closing a
// socket while the client's request is still on its way resets the connection, and a reset may take the answer away
// before it was read (RFC 9112, 9.6): so the sending side is ended at once, and what arrives is thrown away until the
// client has closed too, for a bounded time, bytes and number of sockets. One loop's thread.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string_view>

#include "transport/byte_stream.hpp"
#include "transport/loop.hpp"

namespace matinee::transport {

class LingeringClose {
 public:
  /// `linger`: how long a client has to close. `capacity`: connections at a time; beyond it they are closed at once.
  LingeringClose(Loop& loop, Millis linger, std::size_t capacity) : loop_(loop), linger_(linger), capacity_(capacity) {}

  /// Sends as much of `answer` as a new connection takes, which is all of anything short.
  void close_after(std::string_view answer, ByteStreamPtr stream);

  /// Connections that linger.
  std::size_t size() const { return lingering_.size(); }

 private:
  struct Lingering {
    ByteStreamPtr stream;
    std::size_t bytes_ignored = 0;
    std::optional<engine::TimerId> timer;
  };
  using Place = std::list<Lingering>::iterator;

  void ignore_input(Place place);
  void close(Place place);

  Loop& loop_;
  const Millis linger_;
  const std::size_t capacity_;
  std::list<Lingering> lingering_;
};

}  // namespace matinee::transport
