#include "transport/request_guard.hpp"

#include <algorithm>

#include "transport/http_text.hpp"

namespace matinee::transport {

namespace {

using protocol::ErrorCode;

constexpr Rejection malformed(std::string_view detail) {
  return {400, ErrorCode::invalid_request, detail};
}

// RFC 3986 leaves no room for anything but visible ASCII, and '#' begins what a client keeps to itself.
bool is_target_character(char c) {
  return c > ' ' && c < 0x7F && c != '#';
}

bool is_host_character(char c) {
  return is_alphanumeric(c) || std::string_view("-._~:[]%!$&'()*+;=").find(c) != std::string_view::npos;
}

std::optional<Rejection> check_version(std::string_view version) {
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
  if (version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
      is_digit(version[7])) {
    return Rejection{505, ErrorCode::invalid_request, "This server speaks HTTP/1.1 and HTTP/1.0."};
  }
  return malformed("The request line must end with HTTP/1.1 (or HTTP/1.0), after one space.");
}

std::optional<Rejection> check_target(std::string_view method, std::string_view target) {
  if (!std::all_of(target.begin(), target.end(), is_target_character)) {
    return malformed("The request target holds a character that must be percent-encoded, or a fragment.");
  }
  if (target.starts_with('/')) return std::nullopt;
  if (target == "*" && method == "OPTIONS") return std::nullopt;
  return malformed("The request target must be a path beginning with a slash; this server is not a proxy.");
}

}  // namespace

Result<std::size_t, Rejection> RequestGuard::scan(std::string_view input) {
  const std::size_t end = std::min(input.size(), max_head_bytes_);
  while (scanned_ < end) {
    const char byte = input[scanned_];
    if (const auto rejection = check_byte(byte)) return *rejection;
    ++scanned_;
    if (byte != '\n') continue;
    const std::string_view line = input.substr(line_start_, scanned_ - line_start_ - 2);
    line_start_ = scanned_;
    if (line.empty() && request_line_done_) {
      if (const auto rejection = check_whole()) return *rejection;
      return scanned_;
    }
    if (const auto rejection = end_line(line)) return *rejection;
  }
  if (input.size() >= max_head_bytes_) {
    return Rejection{431, ErrorCode::too_large,
                     "The request line and header fields are larger than this server takes."};
  }
  return std::size_t{0};
}

std::optional<Rejection> RequestGuard::check_byte(char byte) {
  if (after_carriage_return_ != (byte == '\n')) {
    return malformed("Lines of the request head must end with CR LF, and neither may appear alone.");
  }
  after_carriage_return_ = byte == '\r';
  if (is_control(byte) && byte != '\r' && byte != '\n' && byte != '\t') {
    return malformed("The request head holds a control character.");
  }
  return std::nullopt;
}

std::optional<Rejection> RequestGuard::end_line(std::string_view line) {
  if (request_line_done_) return check_field(line);
  request_line_done_ = true;
  return check_request_line(line);
}

std::optional<Rejection> RequestGuard::check_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return malformed("The request line must be a method, a target and HTTP/1.1, separated by single spaces.");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(method)) return malformed("The request method must be a token such as GET.");
  if (auto rejection = check_version(version)) return rejection;
  version_1_0_ = version == "HTTP/1.0";
  return check_target(method, line.substr(first + 1, last - first - 1));
}

std::optional<Rejection> RequestGuard::check_field(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return malformed("A header field may not be continued on a second line.");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("A header field must be a name, directly followed by a colon, and a value.");
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  if (equal_ignoring_case(name, "host")) return check_host(value);
  if (equal_ignoring_case(name, "content-length")) return check_content_length(value);
  if (equal_ignoring_case(name, "transfer-encoding")) return check_transfer_encoding(value);
  return std::nullopt;
}

std::optional<Rejection> RequestGuard::check_content_length(std::string_view value) {
  if (has_content_length_) return malformed("Content-Length may appear only once.");
  has_content_length_ = true;
  constexpr std::size_t max_digits = 18;  // fits 64 bits with room to spare
  if (value.empty() || value.size() > max_digits || !std::all_of(value.begin(), value.end(), is_digit)) {
    return malformed("Content-Length must be a single decimal number.");
  }
  return std::nullopt;
}

std::optional<Rejection> RequestGuard::check_transfer_encoding(std::string_view value) {
  if (has_transfer_encoding_) return malformed("Transfer-Encoding may appear only once.");
  has_transfer_encoding_ = true;
  if (version_1_0_) return malformed("Transfer-Encoding needs HTTP/1.1.");
  if (!equal_ignoring_case(value, "chunked")) {
    return Rejection{501, ErrorCode::invalid_request, "The only Transfer-Encoding this server takes is chunked."};
  }
  return std::nullopt;
}

std::optional<Rejection> RequestGuard::check_host(std::string_view value) {
  if (has_host_) return malformed("Host may appear only once.");
  has_host_ = true;
  if (!std::all_of(value.begin(), value.end(), is_host_character)) {
    return malformed("Host must be a host name or address, optionally with a port.");
  }
  return std::nullopt;
}

std::optional<Rejection> RequestGuard::check_whole() const {
  if (!has_host_ && !version_1_0_) return malformed("An HTTP/1.1 request must carry a Host field.");
  if (has_content_length_ && has_transfer_encoding_) {
    return malformed("A request may carry Content-Length or Transfer-Encoding, not both.");
  }
  return std::nullopt;
}

}  // namespace matinee::transport
