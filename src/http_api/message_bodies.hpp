// What was said, as JSON bodies. Pure.
#pragma once

#include <string>
#include <vector>

#include "storage/chat_records.hpp"

namespace matinee::http_api {

std::string encode_message(const party::ChatMessage& message);
/// `next`: what to give for the same parameter to go on in the same direction; null at the end.
std::string encode_messages(const storage::MessagePage& page, const storage::MessageQuery& query);
std::string encode_reports(const std::vector<storage::MessageReport>& reports);
/// `next_ms`: where to go on; null at the end.
std::string encode_reaction_line(const std::vector<storage::ReactionTally>& tallies,
                                 const storage::ReactionQuery& query);

}  // namespace matinee::http_api
