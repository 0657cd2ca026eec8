#include "http_api/roster_query.hpp"

#include <utility>

#include "http_api/query_fields.hpp"

namespace matinee::http_api {

Result<engine::RosterQuery, Refusal> read_roster_query(const Request& request) {
  const auto limit = number_in_query(request, "limit", 1, max_roster_page, max_roster_page);
  if (!limit) return limit.error();
  auto after = id_in_query(request, "after", "the \"next\" of the page before");
  if (!after) return after.error();
  engine::RosterQuery query{std::nullopt, limit.value()};
  if (after.value()) query.after = UserId{*std::move(after).value()};
  return query;
}

}  // namespace matinee::http_api
