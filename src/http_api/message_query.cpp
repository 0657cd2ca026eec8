#include "http_api/message_query.hpp"

#include <utility>

#include "http_api/query_fields.hpp"

namespace matinee::http_api {
namespace {

/// The longest position there is, in milliseconds.
constexpr std::size_t kFarthest = 1'000'000'000;

}  // namespace

Result<storage::MessageQuery, Refusal> read_message_query(const Request& request) {
  storage::MessageQuery query;
  const auto limit = number_in_query(request, "limit", 1, max_message_page, default_message_page);
  if (!limit) return limit.error();
  query.limit = limit.value();
  auto before = id_in_query(request, "before", "the id of a message");
  if (!before) return before.error();
  auto after = id_in_query(request, "after", "the id of a message");
  if (!after) return after.error();
  if (before.value() && after.value()) return invalid_request("give \"before\" or \"after\" in the query, not both");
  if (before.value()) query.before = MessageId{*std::move(before).value()};
  if (after.value()) query.after = MessageId{*std::move(after).value()};
  return query;
}

Result<storage::ReactionQuery, Refusal> read_reaction_query(const Request& request) {
  auto clip = id_in_query(request, "clip_id", "the id of a clip");
  if (!clip) return clip.error();
  if (!clip.value()) return invalid_request("\"clip_id\" in the query is missing");
  const auto from = number_in_query(request, "from_ms", 0, kFarthest, 0);
  if (!from) return from.error();
  storage::ReactionQuery query;
  query.clip = ClipId{*std::move(clip).value()};
  query.from_bucket = from.value() / static_cast<std::size_t>(storage::reaction_bucket.count());
  return query;
}

}  // namespace matinee::http_api
