// Whether a text is one emoji, however many code points that takes: families, flags, keycaps, skin tones. Pure.
#pragma once

#include <string_view>

namespace matinee::protocol {

/// One emoji sequence by the grammar of Unicode Technical Standard 51, definition ED-14 to ED-17a: a pictograph, a
/// keycap or a flag, with its modifiers, joined to others by zero-width joiners. Symbols Unicode keeps for emoji to
/// come are let in. `utf8` is valid UTF-8.
bool is_emoji(std::string_view utf8);

}  // namespace matinee::protocol
