// Which messages, and which stretch of reactions, a request asks for. Pure.
#pragma once

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "storage/chat_records.hpp"

namespace matinee::http_api {

inline constexpr std::size_t max_message_page = 200;
inline constexpr std::size_t default_message_page = 50;

/// GET …/messages?limit=…&before=…, or &after=…. Without parameters: the newest.
Result<storage::MessageQuery, Refusal> read_message_query(const Request& request);

/// GET …/reactions?clip_id=…&from_ms=….
Result<storage::ReactionQuery, Refusal> read_reaction_query(const Request& request);

}  // namespace matinee::http_api
