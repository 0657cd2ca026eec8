// Which page of a list of parties a request asks for, and the text of the place where the next one begins. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "storage/listings.hpp"

namespace matinee::http_api {

/// "<Unix milliseconds>-<id>", as cursors are written where a time and an id order a list.
Result<std::pair<ServerTime, std::string>, Refusal> read_time_and_id(std::string_view cursor);

/// Entries of one page, at most and by default.
inline constexpr std::size_t max_listing_page = 50;
inline constexpr std::size_t default_listing_page = 20;
inline constexpr std::size_t max_search_code_points = 100;

/// GET …/public: ?search=…&sort=people|newest&limit=…&after=….
Result<storage::PublicQuery, Refusal> read_public_query(const Request& request);

/// GET …/history: ?limit=…&after=….
Result<storage::HistoryQuery, Refusal> read_history_query(const Request& request, const UserId& user);

/// GET …/friends: ?limit=….
Result<std::size_t, Refusal> read_listing_limit(const Request& request);

/// `after` of the page behind this entry: opaque to clients.
std::string cursor_behind(const storage::PartyListing& listing);
std::string cursor_behind(const storage::Attendance& attendance);

}  // namespace matinee::http_api
