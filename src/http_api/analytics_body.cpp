#include "http_api/analytics_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "protocol/json_values.hpp"

namespace matinee::http_api {

namespace json = boost::json;
using protocol::nullable_time;

std::string encode_analytics(const PartyId& party, const engine::Analytics& analytics) {
  json::array audience;
  for (const storage::AudienceStretch& one : analytics.audience) {
    audience.push_back(json::object{{"from_ms", to_unix_ms(one.from)},
                                    {"until_ms", to_unix_ms(one.until)},
                                    {"viewers", one.viewers},
                                    {"peak", one.peak},
                                    {"messages", one.messages},
                                    {"reactions", one.reactions}});
  }
  json::array film;
  for (const storage::FilmMinute& one : analytics.film) {
    const auto position = storage::film_minute * static_cast<Millis::rep>(one.minute);
    film.push_back(json::object{{"clip_id", one.clip.str()},
                                {"position_ms", position.count()},
                                {"messages", one.messages},
                                {"reactions", one.reactions}});
  }
  json::object object;
  object["party_id"] = party.str();
  object["created_at"] = to_rfc3339(analytics.created_at);
  object["ended_at"] = nullable_time(analytics.ended_at);
  object["participant_count"] = analytics.participants;
  object["viewers"] = analytics.viewers;
  object["peak_viewers"] = analytics.peak;
  object["peak_at"] = nullable_time(analytics.peak_at);
  object["watched_ms"] = analytics.watched.count();
  object["average_watched_ms"] = analytics.average.count();
  object["messages"] = analytics.messages;
  object["reactions"] = analytics.reactions;
  object["audience"] = std::move(audience);
  object["film"] = std::move(film);
  return json::serialize(object);
}

}  // namespace matinee::http_api
