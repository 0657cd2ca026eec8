// Reads the fields of a JSON object strictly: the first field that is missing, mistyped or out of range is remembered
// with what would be right, and later reads yield defaults. Internal to protocol/; Boost.JSON is visible here.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::protocol {

class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_(object) {}

  bool failed() const { return !error_.empty(); }
  const std::string& error() const { return error_; }

  /// An opaque identifier: 1-128 printable characters.
  std::string id(std::string_view name);
  /// Nothing when absent or null.
  std::optional<std::string> optional_id(std::string_view name);
  /// A list of at most `max` identifiers; empty when absent or null.
  std::vector<std::string> optional_ids(std::string_view name, std::size_t max);
  /// Text of `min` to `max` code points, without control characters other than those in `allowed_controls`, not blank.
  std::string text(std::string_view name, std::size_t min, std::size_t max, std::string_view allowed_controls = {});
  /// Text of at most `max` code points, which may be empty; nothing when absent or null.
  std::optional<std::string> optional_text(std::string_view name, std::size_t max, std::string_view allowed_controls);
  /// A string of any content; nothing when absent or null.
  std::optional<std::string> optional_word(std::string_view name);
  bool boolean(std::string_view name);
  /// Optional members may be absent or null, which mean the same.
  bool boolean_or(std::string_view name, bool otherwise);
  std::optional<bool> optional_boolean(std::string_view name);
  /// A finite number in [min, max].
  double number(std::string_view name, double min, double max);
  std::optional<double> optional_number(std::string_view name, double min, double max);
  /// A whole number in [min, max].
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  /// Null when absent or no array.
  const boost::json::array* array(std::string_view name, std::size_t min, std::size_t max);

  void fail(std::string detail);

 private:
  const boost::json::value* required(std::string_view name);

  const boost::json::object& object_;
  std::string error_;
};

}  // namespace matinee::protocol
