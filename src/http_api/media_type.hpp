// The media type of a file, by the ending of its name.
#pragma once

#include <string_view>

namespace matinee::http_api {

/// "text/html; charset=utf-8" and so on; "application/octet-stream" for endings it doesn't know.
std::string_view media_type(std::string_view file_name);

}  // namespace matinee::http_api
