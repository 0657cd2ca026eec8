// ResponseReader: puts an HTTP/1.1 response together from the pieces a socket delivers. Pure; one thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace matinee::load {

/// A response, or why there is none.
struct HttpReply {
  unsigned status = 0;  ///< 0: nothing came; `body` says why
  std::string body;
  std::optional<std::chrono::seconds> retry_after;
  std::string accept_key;  ///< Sec-WebSocket-Accept
  bool keeps_alive = false;
};

class ResponseReader {
 public:
  ResponseReader();
  ~ResponseReader();
  ResponseReader(ResponseReader&&) noexcept;
  ResponseReader& operator=(ResponseReader&&) noexcept;

  /// Takes bytes from the front of `input`. The reply once it is whole; the reader is then ready for the next one, and
  /// what is left of `input` comes after it. A malformed response is a reply of status 0.
  std::optional<HttpReply> feed(std::string_view& input);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::string unread_;  // the begin of something the parser needs more of
};

}  // namespace matinee::load
