#include "http_api/json_body.hpp"

#include <boost/json/value.hpp>
#include <cctype>

#include "protocol/strict_json.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;

bool is_encoded(const Request& request) {
  const std::string_view encoding = request.header("content-encoding");
  return !encoding.empty() && encoding != "identity";
}

}  // namespace

bool is_json(std::string_view content_type) {
  std::string text;
  for (const char c : content_type) {
    if (c != ' ' && c != '"') text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const std::size_t end_of_type = text.find(';');
  if (text.substr(0, end_of_type) != "application/json") return false;
  const std::size_t charset = text.find(";charset=");
  return charset == std::string::npos ||
         text.substr(charset, text.find(';', charset + 1) - charset) == ";charset=utf-8";
}

Result<json::object, Refusal> read_object(const Request& request) {
  if (!is_json(request.header("content-type"))) {
    return Refusal{ErrorCode::unsupported_media_type, "The body must be JSON with 'Content-Type: application/json'"};
  }
  if (is_encoded(request)) {
    return Refusal{ErrorCode::unsupported_media_type,
                   "The body must not be compressed; send it without Content-Encoding"};
  }
  auto value = protocol::parse_strict_json(request.body, max_body_depth);
  if (!value) return invalid_request("The body is refused: " + value.error());
  if (!value.value().is_object()) return invalid_request("The body must be a JSON object");
  return std::move(value.value().as_object());
}

bool has(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && !value->is_null();
}

std::optional<std::string> read_optional_password(protocol::Fields& fields) {
  if (!fields.optional_word("password")) return std::nullopt;
  return fields.text("password", 1, max_password_code_points);
}

}  // namespace matinee::http_api
