// Requests and responses as plain values: what the transport parsed and what it will write. No Beast here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace matinee::http_api {

struct Header {
  std::string name;  ///< lower case in requests
  std::string value;
};

struct Request {
  std::string method;  ///< "GET"
  std::string path;    ///< as sent, without the query: "/api/v1/watch-parties"
  std::string query;   ///< without '?'; as sent
  std::vector<Header> headers;
  std::string body;
  std::string peer_address;  ///< of the TCP connection, e.g. "127.0.0.1"
  bool secure = false;       ///< the connection itself is TLS
  /// How many servers of the cluster have passed it on; 0: it comes from a client.
  std::uint8_t passed_on = 0;

  /// The first header of that (lower-case) name, or empty.
  std::string_view header(std::string_view name) const;

  /// All headers of that (lower-case) name as one list, joined by commas (RFC 9110 section 5.3).
  std::string joined_header(std::string_view name) const;
};

/// A part of a file, sent without reading it into memory.
struct FileBody {
  std::string path;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// The answer to HEAD is that to GET, body or file included: the transport sends its length and leaves it out.
struct Response {
  unsigned status = 200;
  std::vector<Header> headers;  ///< without Content-Length, Date, Server, Connection: the transport adds those
  std::string body;
  std::optional<FileBody> file;  ///< instead of body
};

/// Answers a request, exactly once, on the shard it came from.
using Respond = std::function<void(Response)>;

}  // namespace matinee::http_api
