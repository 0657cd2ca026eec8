#include "protocol/fields.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "base/text.hpp"

namespace matinee::protocol {
namespace {

std::optional<double> as_number(const boost::json::value& value) {
  if (const auto* number = value.if_int64()) return static_cast<double>(*number);
  if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
  if (const auto* number = value.if_double(); number != nullptr && std::isfinite(*number)) return *number;
  return std::nullopt;
}

}  // namespace

void Fields::fail(std::string detail) {
  if (error_.empty()) error_ = std::move(detail);
}

const boost::json::value* Fields::required(std::string_view name) {
  const boost::json::value* value = object_.if_contains(name);
  if (value == nullptr) fail(fmt::format("\"{}\" is missing", name));
  return value;
}

std::string Fields::id(std::string_view name) {
  const auto* value = required(name);
  if (value == nullptr) return {};
  const auto* text = value->if_string();
  if (text == nullptr || !is_valid_id({text->data(), text->size()})) {
    fail(fmt::format("\"{}\" must be a string of 1 to {} printable characters", name, max_id_code_points));
    return {};
  }
  return {text->data(), text->size()};
}

std::optional<std::string> Fields::optional_id(std::string_view name) {
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return id(name);
}

std::vector<std::string> Fields::optional_ids(std::string_view name, std::size_t max) {
  std::vector<std::string> ids;
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return ids;
  const auto* entries = array(name, 0, max);
  if (entries == nullptr) return ids;
  for (const auto& entry : *entries) {
    const auto* text = entry.if_string();
    if (text == nullptr || !is_valid_id({text->data(), text->size()})) {
      fail(fmt::format("\"{}\" must be a list of identifiers, each a string of 1 to {} printable characters", name,
                       max_id_code_points));
      return {};
    }
    ids.emplace_back(text->data(), text->size());
  }
  return ids;
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t max,
                                                 std::string_view allowed_controls) {
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto* string = value->if_string();
  return string != nullptr && string->empty() ? std::string{} : text(name, 1, max, allowed_controls);
}

std::string Fields::text(std::string_view name, std::size_t min, std::size_t max, std::string_view allowed_controls) {
  const auto* value = required(name);
  if (value == nullptr) return {};
  const auto* string = value->if_string();
  if (string == nullptr) {
    fail(fmt::format("\"{}\" must be a string", name));
    return {};
  }
  const std::string_view text{string->data(), string->size()};
  const std::size_t length = count_code_points(text);
  if (length < min || length > max) {
    fail(fmt::format("\"{}\" must have {} to {} characters, has {}", name, min, max, length));
    return {};
  }
  if (is_blank(text)) fail(fmt::format("\"{}\" must not be blank", name));
  if (has_control_characters(text, allowed_controls)) fail(fmt::format("\"{}\" has control characters", name));
  return std::string{text};
}

std::optional<std::string> Fields::optional_word(std::string_view name) {
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto* word = value->if_string();
  if (word == nullptr) {
    fail(fmt::format("\"{}\" must be a string", name));
    return std::nullopt;
  }
  return std::string{word->data(), word->size()};
}

bool Fields::boolean(std::string_view name) {
  const auto* value = required(name);
  if (value == nullptr) return false;
  if (!value->is_bool()) fail(fmt::format("\"{}\" must be true or false", name));
  return value->is_bool() && value->get_bool();
}

bool Fields::boolean_or(std::string_view name, bool otherwise) {
  return optional_boolean(name).value_or(otherwise);
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return boolean(name);
}

double Fields::number(std::string_view name, double min, double max) {
  const auto* value = required(name);
  if (value == nullptr) return min;
  const auto number = as_number(*value);
  if (!number || *number < min || *number > max) {
    fail(fmt::format("\"{}\" must be a number from {} to {}", name, min, max));
    return min;
  }
  return *number;
}

std::optional<double> Fields::optional_number(std::string_view name, double min, double max) {
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return number(name, min, max);
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const double value = number(name, static_cast<double>(min), static_cast<double>(max));
  if (value != std::floor(value)) fail(fmt::format("\"{}\" must be a whole number", name));
  return static_cast<std::int64_t>(value);
}

const boost::json::array* Fields::array(std::string_view name, std::size_t min, std::size_t max) {
  const auto* value = required(name);
  if (value == nullptr) return nullptr;
  const auto* array = value->if_array();
  if (array == nullptr || array->size() < min || array->size() > max) {
    fail(fmt::format("\"{}\" must be a list of {} to {} entries", name, min, max));
    return nullptr;
  }
  return array;
}

}  // namespace matinee::protocol
