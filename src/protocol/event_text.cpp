#include "protocol/event_text.hpp"

#include <array>
#include <charconv>

#include "protocol/json_string.hpp"
#include "protocol/plain_json.hpp"

namespace matinee::protocol {
namespace {

/// Room for any 64-bit number.
constexpr std::size_t longest_integer = 20;

template <class Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, longest_integer> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

/// RFC 8259, 7: what has a short form uses it, other control characters are \u00xx.
void append_escape(std::string& out, char character) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(character);
  out += '\\';
  switch (character) {
    case '"':
    case '\\':
      out += character;
      break;
    case '\b':
      out += 'b';
      break;
    case '\f':
      out += 'f';
      break;
    case '\n':
      out += 'n';
      break;
    case '\r':
      out += 'r';
      break;
    case '\t':
      out += 't';
      break;
    default:
      out += "u00";
      out += hex[code >> 4];
      out += hex[code & 0xF];
  }
}

bool needs_escape(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !needs_escape(text[end])) ++end;
    out.append(text, begin, end - begin);
    if (end < text.size()) append_escape(out, text[end++]);
    begin = end;
  }
  out += '"';
}

void EventText::begin(std::string_view name) {
  text_ += text_.empty() ? "{\"" : ",\"";
  text_ += name;
  text_ += "\":";
}

void EventText::add(std::string_view name, std::string_view value) {
  begin(name);
  append_json_string(text_, value);
}

void EventText::add(std::string_view name, bool value) {
  add_json(name, value ? "true" : "false");
}

void EventText::add(std::string_view name, std::int64_t value) {
  begin(name);
  append_integer(text_, value);
}

void EventText::add(std::string_view name, std::uint64_t value) {
  begin(name);
  append_integer(text_, value);
}

void EventText::add(std::string_view name, double value) {
  begin(name);
  append_plain_number(text_, value);
}

void EventText::add_null(std::string_view name) {
  add_json(name, "null");
}

void EventText::add_json(std::string_view name, std::string_view json) {
  begin(name);
  text_ += json;
}

std::string EventText::take() {
  if (more_.empty()) {
    text_ += text_.empty() ? "{}" : "}";
    return std::move(text_);
  }
  const std::string more = to_plain_json(more_);
  if (text_.empty()) return more;
  text_ += ',';
  text_.append(more, 1);
  return std::move(text_);
}

}  // namespace matinee::protocol
