// JSON as clients must write it: one value, bounded nesting, no key twice in an object. Boost.JSON is visible here, so
// only .cpp files of protocol/ and http_api/ include it. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace matinee::protocol {

/// Parses `text`, nested at most `max_depth` deep. The error is a sentence that says what is wrong and where; it is
/// valid UTF-8 whatever the text is.
Result<boost::json::value, std::string> parse_strict_json(std::string_view text, std::size_t max_depth);

}  // namespace matinee::protocol
