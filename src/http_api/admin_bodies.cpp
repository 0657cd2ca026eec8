#include "http_api/admin_bodies.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "http_api/discovery_bodies.hpp"
#include "http_api/json_body.hpp"
#include "http_api/listing_query.hpp"
#include "http_api/percent.hpp"
#include "http_api/query_fields.hpp"
#include "protocol/json_values.hpp"
#include "protocol/settings_json.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;
using protocol::nullable;

/// JSON numbers end at 2^53; ids of connections don't.
std::string text_of(ConnectionId id) {
  return std::to_string(static_cast<std::uint64_t>(id));
}

json::object overview_object(const engine::PartyOverview& party, ServerTime now) {
  json::object object = listing_object(party.listing, now);
  object["participant_count"] = party.listing.seats;
  object["active_count"] = party.connected;
  object["in_memory"] = party.in_memory;
  object["connection_count"] = party.connections;
  return object;
}

json::object connection_object(const engine::ConnectionView& view) {
  return {{"id", text_of(view.id)},
          {"user_id", view.user.str()},
          {"party_id", view.party.str()},
          {"since", to_rfc3339(view.since)},
          {"waiting_bytes", view.waiting_bytes},
          {"commands_in_flight", view.commands_in_flight},
          {"reading_paused", view.reading_paused}};
}

json::value microseconds(const engine::TracedEvent::Step& step) {
  if (!step) return nullptr;
  return std::chrono::duration_cast<std::chrono::microseconds>(*step).count();
}

json::object event_object(const engine::TracedEvent& event) {
  return {{"type", metrics::label(event.kind)},
          {"user_id", event.user.empty() ? json::value(nullptr) : json::value(event.user.str())},
          {"at", to_rfc3339(event.at)},
          {"failed", event.failed},
          {"decided_us", microseconds(event.decided)},
          {"committed_us", microseconds(event.committed)},
          {"handed_out_us", microseconds(event.handed_out)}};
}

}  // namespace

Result<storage::PublicQuery, Refusal> read_overview_query(const Request& request) {
  auto query = read_public_query(request);
  if (!query) return query;
  if (!query.value().words.empty() || query.value().order != storage::ListingOrder::people) {
    return invalid_request("Operators are shown every party, those with somebody in them first: there is no \"search\" and no \"sort\"");
  }
  return query;
}

Result<engine::ConnectionQuery, Refusal> read_connection_query(const Request& request) {
  engine::ConnectionQuery query;
  const auto limit = number_in_query(request, "limit", 1, max_connections_page, default_connections_page);
  if (!limit) return limit.error();
  query.limit = limit.value();
  auto user = id_in_query(request, "user_id", "the id of a user");
  if (!user) return user.error();
  if (user.value()) query.user = UserId{*std::move(user).value()};
  if (!has_query_parameter(request.query, "after")) return query;
  const std::string after = query_parameter(request.query, "after").value_or("");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), number);
  if (error != std::errc{} || end != after.data() + after.size()) {
    return invalid_request("\"after\" in the query must be the \"next\" of the page before");
  }
  query.after = ConnectionId{number};
  return query;
}

Result<std::size_t, Refusal> read_connections_shown(const Request& request) {
  return number_in_query(request, "connections", 1, max_connections_page, default_connections_page);
}

Result<std::string, Refusal> read_block(const Request& request) {
  if (request.body.empty()) return std::string{};
  return read_body<std::string>(request, [](protocol::Fields& fields) {
    return fields.optional_text("reason", max_block_reason_code_points, {}).value_or("");
  });
}

std::string encode_overviews(const std::vector<engine::PartyOverview>& parties, std::size_t limit, ServerTime now) {
  json::array entries;
  for (const engine::PartyOverview& party : parties) entries.push_back(overview_object(party, now));
  const bool last = parties.size() < limit || parties.empty();
  return json::serialize(json::object{
      {"parties", std::move(entries)},
      {"next", last ? json::value(nullptr) : json::value(cursor_behind(parties.back().listing))}});
}

std::string encode_inspection(const engine::PartyInspection& party) {
  json::array connections;
  for (const engine::PartyConnection& one : party.connections) {
    json::object object = connection_object(one.connection);
    object["display_name"] = one.display_name;
    object["round_trip_ms"] = one.round_trip ? json::value(one.round_trip->count()) : json::value(nullptr);
    connections.push_back(std::move(object));
  }
  const party::Playback& playback = party.playback;
  return json::serialize(json::object{{"id", party.id.str()},
                                      {"title", party.title},
                                      {"host_user_id", party.host.str()},
                                      {"visibility", party::to_string(party.visibility)},
                                      {"status", party::to_string(party.status)},
                                      {"created_at", to_rfc3339(party.created_at)},
                                      {"participant_count", party.seats},
                                      {"max_participants", party.max_participants},
                                      {"queued", party.queued},
                                      {"settings", protocol::settings_object(party.settings)},
                                      {"revision", party.revision},
                                      {"current_clip_id", nullable(playback.clip)},
                                      {"position_ms", party::position_at(playback, party.now).count()},
                                      {"is_playing", playback.playing},
                                      {"is_holding", playback.holding},
                                      {"playback_rate", playback.rate},
                                      {"waits_for_storage", party.stale},
                                      {"connection_count", party.connection_count},
                                      {"connections", std::move(connections)}});
}

std::string encode_traced_events(const std::vector<engine::TracedEvent>& events) {
  json::array entries;
  for (const engine::TracedEvent& event : events) entries.push_back(event_object(event));
  return json::serialize(json::object{{"events", std::move(entries)}});
}

std::string encode_connections(const engine::ConnectionPage& page, std::size_t limit) {
  json::array entries;
  for (const engine::ConnectionView& view : page.connections) entries.push_back(connection_object(view));
  const bool last = page.connections.size() < limit || page.connections.empty();
  return json::serialize(
      json::object{{"connections", std::move(entries)},
                   {"total", page.total},
                   {"next", last ? json::value(nullptr) : json::value(text_of(page.connections.back().id))}});
}

std::string encode_blocked_users(const std::vector<storage::BlockedUser>& blocked) {
  json::array entries;
  for (const storage::BlockedUser& one : blocked) {
    entries.push_back(json::object{
        {"user_id", one.user.str()}, {"reason", one.reason}, {"blocked_at", to_rfc3339(one.at)}});
  }
  return json::serialize(json::object{{"blocked_users", std::move(entries)}});
}

}  // namespace matinee::http_api
