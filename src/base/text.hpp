// Rules for text that people and programs send: counting by code points, control characters, identifiers. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace matinee {

/// Unicode code points in valid UTF-8.
std::size_t count_code_points(std::string_view utf8);

/// Whether the text has a control character (U+0000-U+001F, U+007F-U+009F), other than those in `except`.
bool has_control_characters(std::string_view utf8, std::string_view except = {});

/// Whether nothing is left when white space (ASCII and Unicode) is taken away.
bool is_blank(std::string_view utf8);

/// Opaque identifiers: 1-128 printable characters.
inline constexpr std::size_t max_id_code_points = 128;
bool is_valid_id(std::string_view utf8);

}  // namespace matinee
