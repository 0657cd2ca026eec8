// Incremental UTF-8 validation, for text that arrives in pieces (RFC 6455, 8.1). Pure, any thread, three bytes of
// state. It only says yes or no: nothing here decodes, counts or repairs.
#pragma once

#include <cstdint>
#include <string_view>

namespace matinee {

/// Accepts exactly the well-formed byte sequences of Unicode 15.0, table 3-7: no overlong forms, no surrogates, nothing
/// above U+10FFFF. Fails fast: `append` returns false at the first byte that no continuation could make valid.
class Utf8Validator {
 public:
  /// Checks the next piece of the text. After false the object is of no further use.
  bool append(std::string_view bytes);

  /// True when the text so far does not end inside a character.
  bool complete() const { return missing_ == 0; }

 private:
  bool append_byte(std::uint8_t byte);
  bool start_character(std::uint8_t lead);
  void expect(std::uint8_t missing, std::uint8_t lowest, std::uint8_t highest);

  std::uint8_t missing_ = 0;     // continuation bytes the current character still needs, 0-3
  std::uint8_t lowest_ = 0x80;   // range of the next continuation byte; narrower than 80..BF only for the
  std::uint8_t highest_ = 0xBF;  // first one after E0, ED, F0 and F4
};

/// Checks a whole text at once.
bool is_valid_utf8(std::string_view text);

}  // namespace matinee
