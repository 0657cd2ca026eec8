// RequestReader: turns the bytes of one HTTP connection into requests, one at a time: the guard first, then Beast's
// parser. No socket, no clock. Used by one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "transport/rejection.hpp"

namespace matinee::transport {

struct RequestLimits {
  std::size_t header_bytes = 8 * 1024;
  std::size_t body_bytes = 64 * 1024;
};

/// A complete request; the peer's address and `secure` are for the session to fill in.
struct IncomingRequest {
  http_api::Request request;
  bool http_1_1 = true;
  bool keep_alive = true;  ///< as the client wants it
};

class RequestReader {
 public:
  enum class Progress {
    need_more,
    expects_continue,  ///< the client waits for 100 before it sends the body; told once per request
    complete,          ///< take() it
  };

  explicit RequestReader(RequestLimits limits);
  ~RequestReader();

  /// Keeps `bytes` until advance() uses them.
  void append(std::string_view bytes);

  /// After a rejection the connection is of no use any more.
  Result<Progress, Rejection> advance();

  /// The complete request; what follows it stays for the next one.
  IncomingRequest take();

  /// A byte of the next request has come.
  bool begun() const;
  /// Bytes received and not used yet.
  std::size_t buffered() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::transport
