// What operators send and are shown, as JSON. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/operator_views.hpp"
#include "engine/shard.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "storage/blocked_users.hpp"

namespace matinee::http_api {

inline constexpr std::size_t max_connections_page = 200;
inline constexpr std::size_t default_connections_page = 50;
inline constexpr std::size_t max_block_reason_code_points = 200;

/// GET …/admin/parties: ?limit=…&after=….
Result<storage::PublicQuery, Refusal> read_overview_query(const Request& request);
/// GET …/admin/connections: ?user_id=…&limit=…&after=….
Result<engine::ConnectionQuery, Refusal> read_connection_query(const Request& request);
/// GET …/admin/parties/:id: ?connections=…, how many of them to show.
Result<std::size_t, Refusal> read_connections_shown(const Request& request);
/// The reason for a block; empty where there is none.
Result<std::string, Refusal> read_block(const Request& request);

std::string encode_overviews(const std::vector<engine::PartyOverview>& parties, std::size_t limit, ServerTime now);
std::string encode_inspection(const engine::PartyInspection& party);
std::string encode_traced_events(const std::vector<engine::TracedEvent>& events);
std::string encode_connections(const engine::ConnectionPage& page, std::size_t limit);
std::string encode_blocked_users(const std::vector<storage::BlockedUser>& blocked);

}  // namespace matinee::http_api
