// Conditional and range requests (RFC 9110 sections 13 and 14): which part of a representation to send, if any. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http_api/http.hpp"

namespace matinee::http_api {

/// A part of a representation: `length` bytes from `offset`.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// What a Range header asks of a representation of `size` bytes.
struct RangeChoice {
  enum class Kind {
    whole,  ///< no range, or one we may ignore: another unit, a syntax error, several ranges
    part,
    unsatisfiable,  ///< 416
  };
  Kind kind = Kind::whole;
  ByteRange part;
};
RangeChoice choose_range(std::string_view range_header, std::uint64_t size);

/// Whether If-None-Match names `etag` (weak comparison) or is "*".
bool is_not_modified(const Request& request, std::string_view etag);

/// Whether a Range header counts: there is no If-Range, or it has exactly this strong `etag` or `last_modified` date.
bool range_applies(const Request& request, std::string_view etag, std::string_view last_modified);

}  // namespace matinee::http_api
