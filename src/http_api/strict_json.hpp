// JSON as request bodies must be: one value, bounded nesting, no key twice in an object. Internal to http_api/.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace matinee::http_api {

/// Nesting a body may have.
inline constexpr std::size_t max_body_depth = 32;

/// Parses `text`. The error is a sentence that says what is wrong and at which byte.
Result<boost::json::value, std::string> parse_strict_json(std::string_view text);

}  // namespace matinee::http_api
