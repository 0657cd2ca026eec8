#include "http_api/conditional.hpp"

#include <algorithm>
#include <charconv>

#include "auth/header_text.hpp"

namespace matinee::http_api {
namespace {

std::string_view without_weakness(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return etag;
}

/// Digits only; a number too large for 64 bits counts as the largest.
std::optional<std::uint64_t> parse_position(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc{} ? value : UINT64_MAX;
}

RangeChoice part(std::uint64_t first, std::uint64_t last) {
  return {RangeChoice::Kind::part, {first, last - first + 1}};
}

/// "-500": the last 500 bytes.
RangeChoice choose_suffix(std::string_view digits, std::uint64_t size) {
  const auto wanted = parse_position(digits);
  if (!wanted) return {};
  if (*wanted == 0 || size == 0) return {RangeChoice::Kind::unsatisfiable, {}};
  return part(size - std::min(*wanted, size), size - 1);
}

}  // namespace

RangeChoice choose_range(std::string_view range_header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!range_header.starts_with(unit) || range_header.find(',') != std::string_view::npos) return {};
  const std::string_view spec = auth::trim(range_header.substr(unit.size()));
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return {};
  if (dash == 0) return choose_suffix(spec.substr(1), size);

  const auto first = parse_position(spec.substr(0, dash));
  const std::string_view last_text = spec.substr(dash + 1);
  const auto last = last_text.empty() ? std::optional{UINT64_MAX} : parse_position(last_text);
  if (!first || !last || *last < *first) return {};
  if (*first >= size) return {RangeChoice::Kind::unsatisfiable, {}};
  return part(*first, std::min(*last, size - 1));
}

bool is_not_modified(const Request& request, std::string_view etag) {
  const std::string header = request.joined_header("if-none-match");
  std::string_view rest = header;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view entry = auth::trim(rest.substr(0, comma));
    if (entry == "*" || without_weakness(entry) == without_weakness(etag)) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

bool range_applies(const Request& request, std::string_view etag, std::string_view last_modified) {
  const std::string_view condition = request.header("if-range");
  return condition.empty() || condition == etag || condition == last_modified;
}

}  // namespace matinee::http_api
