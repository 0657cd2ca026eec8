#include "http_api/percent.hpp"

#include <algorithm>
#include <boost/url/pct_string_view.hpp>

namespace matinee::http_api {

std::optional<std::string> percent_decode(std::string_view text) {
  const auto encoded = boost::urls::make_pct_string_view(text);
  if (!encoded) return std::nullopt;
  return encoded->decode();
}

namespace {

/// The value of the first parameter of that name, as sent.
std::optional<std::string_view> find_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    const std::string_view key = parameter.substr(0, parameter.find('='));
    if (percent_decode(key).value_or(std::string{key}) == name) {
      return parameter.substr(std::min(key.size() + 1, parameter.size()));
    }
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
  }
  return std::nullopt;
}

}  // namespace

bool has_query_parameter(std::string_view query, std::string_view name) {
  return find_parameter(query, name).has_value();
}

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
  const auto value = find_parameter(query, name);
  return value ? percent_decode(*value) : std::nullopt;
}

}  // namespace matinee::http_api
