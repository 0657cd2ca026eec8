// EventText: an event as JSON text, member by member and in order. What every change of playback makes the server say
// is written directly, a tenth of the work of building a JSON value first; what is said rarely is such a value behind
// it. Internal to protocol/; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace matinee::protocol {

class EventText {
 public:
  EventText() { text_.reserve(usual_size); }

  /// Names must need no escaping. All of these come before what operator[] adds.
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name, bool value);
  void add(std::string_view name, std::int64_t value);
  void add(std::string_view name, std::uint64_t value);
  void add(std::string_view name, double value);  ///< finite
  void add_null(std::string_view name);
  /// `json` is JSON text.
  void add_json(std::string_view name, std::string_view json);

  /// A member after those that were added.
  boost::json::value& operator[](std::string_view name) { return more_[name]; }

  /// The whole object, on one line; nothing may be added any more.
  std::string take();

 private:
  static constexpr std::size_t usual_size = 640;

  void begin(std::string_view name);

  std::string text_;
  boost::json::object more_;
};

}  // namespace matinee::protocol
