#include "protocol/plain_json.hpp"

#include <array>
#include <boost/json/serializer.hpp>
#include <charconv>
#include <limits>

namespace matinee::protocol {
namespace {

namespace json = boost::json;

/// Room for any finite double without an exponent: the largest has 309 digits before the point, the smallest normal one
/// begins 307 places behind it; a denormal needs up to 17 fewer significant digits but as many more places.
constexpr std::size_t longest_number = 3 + std::numeric_limits<double>::max_exponent10 +
                                       std::numeric_limits<double>::max_digits10 -
                                       std::numeric_limits<double>::min_exponent10;

class Writer {
 public:
  void write(const json::value& value) {
    if (const json::object* object = value.if_object()) {
      write(*object);
    } else if (const json::array* array = value.if_array()) {
      write(*array);
    } else if (const double* number = value.if_double()) {
      write(*number);
    } else {
      serializer_.reset(&value);
      read_serializer();
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void write(const json::object& object) {
    char before = '{';
    for (const auto& [key, member] : object) {
      text_ += before;
      before = ',';
      serializer_.reset(key);
      read_serializer();
      text_ += ':';
      write(member);
    }
    text_ += object.empty() ? "{}" : "}";
  }

  void write(const json::array& array) {
    char before = '[';
    for (const json::value& entry : array) {
      text_ += before;
      before = ',';
      write(entry);
    }
    text_ += array.empty() ? "[]" : "]";
  }

  void write(double number) { append_plain_number(text_, number); }

  void read_serializer() {
    std::array<char, 512> piece;
    while (!serializer_.done()) text_ += serializer_.read(piece.data(), piece.size());
  }

  json::serializer serializer_;
  std::string text_;
};

}  // namespace

void append_plain_number(std::string& out, double number) {
  std::array<char, longest_number> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  out.append(digits.data(), written.ptr);
}

std::string to_plain_json(const json::value& value) {
  Writer writer;
  writer.write(value);
  return writer.take();
}

}  // namespace matinee::protocol
