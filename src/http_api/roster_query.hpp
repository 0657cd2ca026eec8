// Which page of a roster a request asks for: ?limit=…&after=…. Pure.
#pragma once

#include "base/result.hpp"
#include "engine/views.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

/// Participants of one page, at most and by default: a party of the specification's largest size fits.
inline constexpr std::size_t max_roster_page = 1'000;

/// GET …/participants. Without parameters: the first page.
Result<engine::RosterQuery, Refusal> read_roster_query(const Request& request);

}  // namespace matinee::http_api
