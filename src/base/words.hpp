// The words of a text, for searching: folded to lower case, cut at everything that is no letter or digit. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matinee {

/// The distinct words of valid UTF-8, in order of appearance, each in lower case by Unicode's simple case mapping.
/// "Dr. Caligari's Cabinet" gives dr, caligari, s, cabinet. Text without spaces between words is one word.
std::vector<std::string> words_of(std::string_view utf8);

/// The hexadecimal text of the bytes: sorts as the bytes do, under every collation of a database.
std::string hexadecimal(std::string_view bytes);

}  // namespace matinee
