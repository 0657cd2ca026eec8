// Percent-encoding (RFC 3986 section 2.1) and query parameters. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace matinee::http_api {

/// The decoded text; empty when a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

/// Whether the query has a parameter of that name, however it is encoded.
bool has_query_parameter(std::string_view query, std::string_view name);

/// The decoded value of the first parameter of that name; empty where it has none. Nothing when there is no such
/// parameter, or its value is not percent-encoded text.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace matinee::http_api
