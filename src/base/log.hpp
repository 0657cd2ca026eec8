// The log: one line per event on standard error, as a name and key-value pairs, so that machines can search what people
// read. Any thread. Tokens, tickets, secrets and what participants write to each other are never passed in here.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace matinee::log {

enum class Level : std::uint8_t { error, warn, info, debug };
enum class Format : std::uint8_t { text, json };

/// A key, lower_case with the unit in its name where it has one, and its value.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  Field(std::string_view field_key, std::string_view text) : key(field_key), value(text) {}
  Field(std::string_view field_key, const std::string& text) : key(field_key), value(std::string_view{text}) {}
  Field(std::string_view field_key, const char* text) : key(field_key), value(std::string_view{text}) {}
  Field(std::string_view field_key, bool truth) : key(field_key), value(truth) {}
  Field(std::string_view field_key, double number) : key(field_key), value(number) {}
  template <std::integral Integer>
  Field(std::string_view field_key, Integer number) : key(field_key), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;
  Value value;
};
using Fields = std::initializer_list<Field>;

/// What is written from now on. Before the first call: info and above, as text.
void configure(Level least, Format format);

/// `event` is a fixed name in lower_case ("listening"); what changes from case to case goes into `fields`.
void write(Level level, std::string_view event, Fields fields = {});

inline void error(std::string_view event, Fields fields = {}) {
  write(Level::error, event, fields);
}
inline void warn(std::string_view event, Fields fields = {}) {
  write(Level::warn, event, fields);
}
inline void info(std::string_view event, Fields fields = {}) {
  write(Level::info, event, fields);
}
inline void debug(std::string_view event, Fields fields = {}) {
  write(Level::debug, event, fields);
}

/// The part of a line after time and level: `event key=value key="two words"`, or as members of a JSON object.
std::string format_event(Format format, std::string_view event, Fields fields);

}  // namespace matinee::log
