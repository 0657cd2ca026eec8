#include "http_api/roster_query.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/text.hpp"
#include "http_api/percent.hpp"

namespace matinee::http_api {
namespace {

std::optional<std::size_t> read_limit(const std::string& text) {
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && limit >= 1 && limit <= max_roster_page ? std::optional{limit} : std::nullopt;
}

}  // namespace

Result<engine::RosterQuery, Refusal> read_roster_query(const Request& request) {
  engine::RosterQuery query{std::nullopt, max_roster_page};
  if (has_query_parameter(request.query, "limit")) {
    const auto limit = read_limit(query_parameter(request.query, "limit").value_or(""));
    if (!limit) {
      return invalid_request(fmt::format("\"limit\" in the query must be a whole number, 1 to {}", max_roster_page));
    }
    query.limit = *limit;
  }
  if (has_query_parameter(request.query, "after")) {
    std::string after = query_parameter(request.query, "after").value_or("");
    if (!is_valid_id(after)) return invalid_request("\"after\" in the query must be the \"next\" of the page before");
    query.after = UserId{std::move(after)};
  }
  return query;
}

}  // namespace matinee::http_api
