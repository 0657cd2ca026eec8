// AdminClient: asks a running server's operators' endpoints, one request at a time. Blocks; main thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "load/target.hpp"

namespace matinee::app {

class AdminClient {
 public:
  AdminClient(load::Target target, std::string token) : target_(std::move(target)), token_(std::move(token)) {}

  /// `path` is behind /api/v1/admin. The answer's body, null where it has none; the error is for people.
  Result<boost::json::value, std::string> ask(std::string_view method, std::string_view path,
                                              const boost::json::value& body = {}) const;

 private:
  load::Target target_;
  std::string token_;
};

/// For a segment of a path: everything but letters, digits and "-._~" is encoded.
std::string encode_segment(std::string_view text);

}  // namespace matinee::app
