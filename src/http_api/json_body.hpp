// Bodies that are JSON objects, and reading them. Internal to http_api/; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "protocol/fields.hpp"

namespace matinee::http_api {

/// Nesting a body may have; none needs more than one.
inline constexpr std::size_t max_body_depth = 32;
inline constexpr std::size_t max_password_code_points = 128;

/// "application/json"; of its parameters only a charset matters, which can be UTF-8 alone (RFC 8259, 8.1).
bool is_json(std::string_view content_type);

/// The body as an object, or what is wrong with it.
Result<boost::json::object, Refusal> read_object(const Request& request);

/// Whether the member is there at all: absent and null mean the same.
bool has(const boost::json::object& object, std::string_view name);

/// The password of a party, where one is given.
std::optional<std::string> read_optional_password(protocol::Fields& fields);

/// What the fields said was wrong first, or nothing.
inline Result<void, Refusal> outcome_of(const protocol::Fields& fields) {
  if (fields.failed()) return invalid_request(fields.error());
  return success();
}

/// A body that `read(fields)` understands.
template <class T, class Read>
Result<T, Refusal> read_body(const Request& request, Read read) {
  auto object = read_object(request);
  if (!object) return object.error();
  protocol::Fields fields(object.value());
  T value = read(fields);
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return value;
}

}  // namespace matinee::http_api
