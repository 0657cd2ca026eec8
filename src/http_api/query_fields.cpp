#include "http_api/query_fields.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/text.hpp"
#include "http_api/percent.hpp"

namespace matinee::http_api {

Result<std::size_t, Refusal> number_in_query(const Request& request, std::string_view name, std::size_t min,
                                             std::size_t max, std::size_t otherwise) {
  if (!has_query_parameter(request.query, name)) return otherwise;
  const std::string text = query_parameter(request.query, name).value_or("");
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || number < min || number > max) {
    return invalid_request(fmt::format("\"{}\" in the query must be a whole number, {} to {}", name, min, max));
  }
  return number;
}

Result<std::optional<std::string>, Refusal> id_in_query(const Request& request, std::string_view name,
                                                        std::string_view meaning) {
  if (!has_query_parameter(request.query, name)) return std::optional<std::string>{};
  std::string id = query_parameter(request.query, name).value_or("");
  if (!is_valid_id(id)) return invalid_request(fmt::format("\"{}\" in the query must be {}", name, meaning));
  return std::optional{std::move(id)};
}

}  // namespace matinee::http_api
