#include "base/text.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace matinee {
namespace {

constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Calls `visit(sequence)` with the UTF-8 bytes of each code point until it returns false.
template <class Visit>
void for_each_code_point(std::string_view utf8, Visit visit) {
  for (std::size_t begin = 0; begin < utf8.size();) {
    std::size_t end = begin + 1;
    while (end < utf8.size() && is_continuation(utf8[end])) ++end;
    if (!visit(utf8.substr(begin, end - begin))) return;
    begin = end;
  }
}

bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return first < 0x20U || first == 0x7FU;
  return first == 0xC2U && sequence.size() == 2 && static_cast<unsigned char>(sequence[1]) < 0xA0U;
}

/// Unicode's White_Space code points in UTF-8, and those that show as nothing at all.
constexpr std::array<std::string_view, 29> kInvisible{
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};

}  // namespace

std::size_t count_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return !is_continuation(c); }));
}

bool has_control_characters(std::string_view utf8, std::string_view except) {
  bool found = false;
  for_each_code_point(utf8, [&](std::string_view sequence) {
    found = is_control(sequence) && !(sequence.size() == 1 && except.find(sequence.front()) != std::string_view::npos);
    return !found;
  });
  return found;
}

bool is_blank(std::string_view utf8) {
  bool blank = true;
  for_each_code_point(utf8, [&](std::string_view sequence) {
    blank = std::find(kInvisible.begin(), kInvisible.end(), sequence) != kInvisible.end();
    return blank;
  });
  return blank;
}

bool is_valid_id(std::string_view utf8) {
  return !utf8.empty() && is_valid_utf8(utf8) && count_code_points(utf8) <= max_id_code_points &&
         !has_control_characters(utf8) && !is_blank(utf8);
}

}  // namespace matinee
