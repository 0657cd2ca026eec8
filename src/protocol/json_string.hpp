// A text as it stands in JSON, without a JSON library in the way.
#pragma once

#include <string>
#include <string_view>

namespace matinee::protocol {

/// Appends `text` as a JSON string, with its quotes. `text` must be UTF-8.
void append_json_string(std::string& out, std::string_view text);

}  // namespace matinee::protocol
