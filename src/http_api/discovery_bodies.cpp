#include "http_api/discovery_bodies.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "http_api/listing_query.hpp"
#include "protocol/json_values.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;
using protocol::nullable;
using protocol::nullable_time;

json::object person(const UserId& user, const party::Profile& profile) {
  return {
      {"user_id", user.str()}, {"display_name", profile.display_name}, {"avatar_url", nullable(profile.avatar_url)}};
}

/// A page that is not full is the last.
template <class Entry>
json::value next_after(const std::vector<Entry>& page, std::size_t limit) {
  return page.size() < limit || page.empty() ? json::value(nullptr) : json::value(cursor_behind(page.back()));
}

json::object attendance_object(const storage::Attendance& attendance, ServerTime now) {
  const ServerTime until = std::max(attendance.ended_at.value_or(now), attendance.created_at);
  json::array some;
  for (const party::Person& one : attendance.some) {
    some.push_back(json::object{{"user_id", one.user.str()}, {"display_name", one.display_name}});
  }
  json::object object;
  object["id"] = attendance.party.str();
  object["title"] = attendance.title;
  object["host_user_id"] = attendance.host.str();
  object["visibility"] = party::to_string(attendance.visibility);
  object["status"] = party::to_string(attendance.status);
  object["created_at"] = to_rfc3339(attendance.created_at);
  object["ended_at"] = nullable_time(attendance.ended_at);
  object["duration_ms"] = (until - attendance.created_at).count();
  object["joined_at"] = to_rfc3339(attendance.joined_at);
  object["role"] = attendance.role ? json::value(party::to_string(*attendance.role)) : json::value(nullptr);
  object["invite_code"] = nullable(attendance.invite_code);
  object["participant_count"] = attendance.participants;
  object["participants"] = std::move(some);
  return object;
}

json::array friends_in(const std::vector<storage::Friend>& friends, storage::FriendState state) {
  json::array entries;
  for (const storage::Friend& one : friends) {
    if (one.state != state) continue;
    json::object entry = person(one.user, one.profile);
    entry["since"] = to_rfc3339(one.since);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

json::object listing_object(const storage::PartyListing& listing, ServerTime now) {
  const party::Playback& playback = listing.playback;
  const Millis position = party::position_at(playback, now);
  json::object object;
  object["id"] = listing.id.str();
  object["title"] = listing.title;
  object["host"] = person(listing.host, listing.host_profile);
  object["visibility"] = party::to_string(listing.visibility);
  object["active_count"] = listing.people;
  object["max_participants"] = listing.max_participants;
  object["created_at"] = to_rfc3339(listing.created_at);
  object["current_clip_id"] = playback.clip ? json::value(playback.clip->str()) : json::value(nullptr);
  object["clip_title"] = nullable(listing.clip_title);
  object["current_position"] = floor_seconds(position);
  object["position_ms"] = position.count();
  object["is_playing"] = playback.playing;
  object["has_password"] = listing.has_password;
  object["approval"] = listing.approval;
  object["locked"] = listing.locked;
  return object;
}

std::string encode_public_parties(const std::vector<storage::PartyListing>& listings, std::size_t limit,
                                  ServerTime now) {
  json::array parties;
  for (const storage::PartyListing& listing : listings) parties.push_back(listing_object(listing, now));
  return json::serialize(json::object{{"parties", std::move(parties)}, {"next", next_after(listings, limit)}});
}

std::string encode_friends_parties(const std::vector<storage::PartyListing>& listings, ServerTime now) {
  json::array parties;
  for (const storage::PartyListing& listing : listings) {
    json::object object = listing_object(listing, now);
    object["invite_code"] = listing.invite_code;
    parties.push_back(std::move(object));
  }
  return json::serialize(json::object{{"parties", std::move(parties)}});
}

std::string encode_history(const std::vector<storage::Attendance>& history, std::size_t limit, ServerTime now) {
  json::array parties;
  for (const storage::Attendance& attendance : history) parties.push_back(attendance_object(attendance, now));
  return json::serialize(json::object{{"parties", std::move(parties)}, {"next", next_after(history, limit)}});
}

json::object friends_object(const std::vector<storage::Friend>& friends) {
  using storage::FriendState;
  json::object object;
  for (const FriendState state :
       {FriendState::friends, FriendState::requested, FriendState::incoming, FriendState::blocked}) {
    object[storage::to_string(state)] = friends_in(friends, state);
  }
  return object;
}

std::string encode_friends(const std::vector<storage::Friend>& friends) {
  return json::serialize(friends_object(friends));
}

std::string encode_friend_state(const UserId& user, storage::FriendState state) {
  return json::serialize(json::object{{"user_id", user.str()}, {"state", storage::to_string(state)}});
}

std::string encode_invite_code(std::string_view code) {
  return json::serialize(json::object{{"invite_code", code}});
}

std::string encode_kicked_users(const std::vector<storage::KickedUser>& kicked) {
  json::array entries;
  for (const storage::KickedUser& one : kicked) {
    entries.push_back(json::object{{"user_id", one.person.user.str()},
                                   {"display_name", one.person.display_name},
                                   {"kicked_at", to_rfc3339(one.at)}});
  }
  return json::serialize(json::object{{"kicks", std::move(entries)}});
}

}  // namespace matinee::http_api
