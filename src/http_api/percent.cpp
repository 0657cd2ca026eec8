#include "http_api/percent.hpp"

#include <algorithm>
#include <boost/url/pct_string_view.hpp>

namespace matinee::http_api {

std::optional<std::string> percent_decode(std::string_view text) {
  const auto encoded = boost::urls::make_pct_string_view(text);
  if (!encoded) return std::nullopt;
  return encoded->decode();
}

bool has_query_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    const std::string_view key = parameter.substr(0, parameter.find('='));
    if (percent_decode(key).value_or(std::string{key}) == name) return true;
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
  }
  return false;
}

}  // namespace matinee::http_api
