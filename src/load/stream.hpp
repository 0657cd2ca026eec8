// Stream: one non-blocking connection to the target, plain or TLS. Owns the socket. One worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "load/target.hpp"

struct ssl_st;

namespace matinee::load {

/// How far a read, a write or the connecting got.
struct Transfer {
  enum class Status : std::uint8_t {
    done,         ///< `bytes` were moved (or the connection stands)
    would_block,  ///< nothing for now
    closed,       ///< the other side has ended the stream
    failed,       ///< see Stream::error()
  };
  Status status = Status::done;
  std::size_t bytes = 0;
};

/// How much the kernels at both ends take in before a reader's slowness shows to the server.
enum class Link : std::uint8_t {
  usual,
  narrow,  ///< a small receive buffer and segments as on Ethernet: loopback's would let the sender's kernel keep 1.3 MB
};

class Stream {
 public:
  Stream() = default;
  ~Stream() { close(); }
  Stream(Stream&& other) noexcept { *this = std::move(other); }
  Stream& operator=(Stream&& other) noexcept;

  /// Begins to connect. False, with error(), when not even that works.
  bool open(const Target& target, Link link = Link::usual);

  /// To be repeated when the socket becomes readable or writable, until it is not would_block.
  Transfer finish_connecting();
  Transfer read(std::span<char> into);
  Transfer write(std::string_view bytes);

  /// Resets the connection (no waiting state is left behind) and forgets it.
  void abort();
  void close();

  bool is_open() const { return socket_.is_open(); }
  int descriptor() const { return socket_.get(); }
  /// What failed last, for a person.
  const std::string& error() const { return error_; }

 private:
  Transfer fail(std::string_view what, int number);
  Transfer tls_result(int result, std::string_view what);

  FileDescriptor socket_;
  bool connected_ = false;  // the TCP part
  ssl_st* tls_ = nullptr;
  std::string error_;
};

}  // namespace matinee::load
