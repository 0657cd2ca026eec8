// ByteStream: a connected socket, plain or TLS, as readiness plus attempts that never block. Implemented by
// plain_stream.cpp and tls_stream.cpp, and by scripts in tests. Lives on one loop; nothing here buffers input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace matinee::transport {

enum class IoStatus : std::uint8_t {
  done,         ///< `bytes` were moved: at least one, unless there was nothing to write
  would_block,  ///< nothing now: wait and try again
  closed,       ///< reading: the peer will send nothing more
  failed,       ///< the connection is lost
};

struct IoResult {
  IoStatus status = IoStatus::would_block;
  std::size_t bytes = 0;
};

/// Runs once, when an attempt may get somewhere (or will tell that the connection is lost). Never runs inside the call
/// it was given to, and never after close().
using ReadyHandler = std::function<void()>;

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// At most one wait of each direction at a time. The handler must keep its session alive.
  virtual void wait_readable(ReadyHandler handler) = 0;
  virtual void wait_writable(ReadyHandler handler) = 0;

  virtual IoResult try_read(std::span<char> into) = 0;

  /// Takes the slices in order as far as it goes; `bytes` is how much is now this stream's to send. Without slices it
  /// goes on with what has_unsent() tells of.
  virtual IoResult try_write(std::span<const std::string_view> slices) = 0;

  /// Bytes accepted but not handed to the kernel yet (TLS records): wait for writability and try again.
  virtual bool has_unsent() const = 0;

  /// Tells the peer that nothing more will be sent; reading goes on.
  virtual void shutdown_send() = 0;

  /// At once. Waits are forgotten. Idempotent.
  virtual void close() = 0;

  /// The kernel's descriptor, or -1 (closed, or not a socket).
  virtual int native_handle() const = 0;
  /// Without port, IPv4-mapped addresses as IPv4: "127.0.0.1", "::1".
  virtual const std::string& peer_address() const = 0;
  virtual bool secure() const = 0;
  /// Whether the TLS handshake is over; true without TLS.
  virtual bool established() const = 0;
};

using ByteStreamPtr = std::unique_ptr<ByteStream>;

}  // namespace matinee::transport
