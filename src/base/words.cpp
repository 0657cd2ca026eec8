#include "base/words.hpp"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>

namespace matinee {
namespace {

/// The C library's Unicode tables, whatever locale the program runs under. Never freed.
locale_t unicode() {
  static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", static_cast<locale_t>(nullptr));
  return locale;
}

/// The code point at `at`, which moves behind it.
char32_t next_code_point(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t code_point = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more && at < utf8.size(); ++i) {
    code_point = (code_point << 6) | (static_cast<unsigned char>(utf8[at++]) & 0x3FU);
  }
  return code_point;
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto continuation = [](char32_t bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6));
    text += continuation(code_point);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12));
    text += continuation(code_point >> 6);
    text += continuation(code_point);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18));
    text += continuation(code_point >> 12);
    text += continuation(code_point >> 6);
    text += continuation(code_point);
  }
}

bool belongs_to_word(char32_t code_point) {
  if (unicode() != nullptr) return ::iswalnum_l(static_cast<wint_t>(code_point), unicode()) != 0;
  return code_point >= 0x80 || (code_point >= '0' && code_point <= '9') ||
         ((code_point | 0x20U) >= 'a' && (code_point | 0x20U) <= 'z');
}

char32_t lower(char32_t code_point) {
  if (unicode() != nullptr) return static_cast<char32_t>(::towlower_l(static_cast<wint_t>(code_point), unicode()));
  return code_point >= 'A' && code_point <= 'Z' ? code_point | 0x20U : code_point;
}

void add(std::vector<std::string>& words, std::string& word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  word.clear();
}

}  // namespace

std::vector<std::string> words_of(std::string_view utf8) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code_point = next_code_point(utf8, at);
    belongs_to_word(code_point) ? append_utf8(word, lower(code_point)) : add(words, word);
  }
  add(words, word);
  return words;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += digits[value >> 4];
    text += digits[value & 0xFU];
  }
  return text;
}

}  // namespace matinee
