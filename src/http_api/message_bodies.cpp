#include "http_api/message_bodies.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "protocol/chat_json.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;

std::int64_t position_ms(std::size_t bucket) {
  return static_cast<std::int64_t>(bucket) * storage::reaction_bucket.count();
}

}  // namespace

std::string encode_message(const party::ChatMessage& message) {
  return json::serialize(protocol::message_object(message));
}

std::string encode_messages(const storage::MessagePage& page, const storage::MessageQuery& query) {
  json::array messages;
  for (const party::ChatMessage& message : page.messages) messages.push_back(protocol::message_object(message));
  json::value next = nullptr;
  if (page.more) next = query.after ? page.messages.back().id.str() : page.messages.front().id.str();
  return json::serialize(json::object{{"messages", std::move(messages)}, {"next", std::move(next)}});
}

std::string encode_reports(const std::vector<storage::MessageReport>& reports) {
  json::array list;
  for (const storage::MessageReport& report : reports) {
    list.push_back(json::object{{"chat_message", protocol::message_object(report.message)},
                                {"reported_text", report.text},
                                {"reason", report.reason},
                                {"reported_at", to_rfc3339(report.at)}});
  }
  return json::serialize(json::object{{"reports", std::move(list)}});
}

std::string encode_reaction_line(const std::vector<storage::ReactionTally>& tallies,
                                 const storage::ReactionQuery& query) {
  json::array buckets;
  json::value next = nullptr;
  // As many rows as asked for: the last stretch may be cut off, and is left to the next page.
  const bool cut_off = tallies.size() == query.limit;
  for (std::size_t i = 0; i < tallies.size();) {
    const std::size_t bucket = tallies[i].bucket;
    json::array reactions;
    std::size_t total = 0;
    for (; i < tallies.size() && tallies[i].bucket == bucket; ++i) {
      reactions.push_back(json::object{{"emoji", tallies[i].emoji}, {"count", tallies[i].count}});
      total += tallies[i].count;
    }
    if (cut_off && i == tallies.size()) {
      next = position_ms(bucket);
      break;
    }
    buckets.push_back(
        json::object{{"position_ms", position_ms(bucket)}, {"total", total}, {"reactions", std::move(reactions)}});
  }
  return json::serialize(json::object{{"clip_id", query.clip.str()},
                                      {"bucket_ms", storage::reaction_bucket.count()},
                                      {"buckets", std::move(buckets)},
                                      {"next_ms", std::move(next)}});
}

}  // namespace matinee::http_api
