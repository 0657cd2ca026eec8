// RequestGuard: reads the head of a request byte by byte, before the HTTP parser sees it, and refuses what two parsers
// might understand differently (request smuggling), what is older or newer than HTTP/1.x, and what only proxies take.
// Pure, one per request, one thread.
//
// Sources: RFC 9112, 2.2 (line ends), 3 (request line), 5.1 and 5.2 (fields, obs-fold), 6 (body length); RFC 9110, 5.5
// (field values) and 7.2 (Host).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "transport/rejection.hpp"

namespace matinee::transport {

class RequestGuard {
 public:
  /// `max_head_bytes` counts request line, fields and the empty line.
  explicit RequestGuard(std::size_t max_head_bytes) : max_head_bytes_(max_head_bytes) {}

  /// `input`: everything received of this request so far, with what earlier calls saw at its front. Returns the size of
  /// the head once it is whole, 0 before that. A rejection is final.
  Result<std::size_t, Rejection> scan(std::string_view input);

 private:
  std::optional<Rejection> check_byte(char byte);
  std::optional<Rejection> end_line(std::string_view line);
  std::optional<Rejection> check_request_line(std::string_view line);
  std::optional<Rejection> check_field(std::string_view line);
  std::optional<Rejection> check_content_length(std::string_view value);
  std::optional<Rejection> check_transfer_encoding(std::string_view value);
  std::optional<Rejection> check_host(std::string_view value);
  std::optional<Rejection> check_whole() const;

  std::size_t max_head_bytes_;
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
  bool after_carriage_return_ = false;
  bool request_line_done_ = false;
  bool version_1_0_ = false;
  bool has_host_ = false;
  bool has_content_length_ = false;
  bool has_transfer_encoding_ = false;
};

}  // namespace matinee::transport
