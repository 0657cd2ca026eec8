#include "http_api/personal_bodies.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http_api/discovery_bodies.hpp"
#include "http_api/listing_query.hpp"
#include "http_api/query_fields.hpp"
#include "protocol/chat_json.hpp"
#include "protocol/json_values.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;
using protocol::nullable;
using protocol::nullable_time;

template <class Entry, class Encode>
json::array list_of(const std::vector<Entry>& entries, Encode encode) {
  json::array list;
  for (const Entry& entry : entries) list.push_back(encode(entry));
  return list;
}

json::object party_object(const storage::PersonalParty& one) {
  return {{"party_id", one.party.str()},
          {"title", one.title},
          {"visibility", party::to_string(one.visibility)},
          {"status", party::to_string(one.status)},
          {"hosted", one.hosted},
          {"claimed", one.claimed},
          {"created_at", to_rfc3339(one.created_at)},
          {"ended_at", nullable_time(one.ended_at)},
          {"joined_at", to_rfc3339(one.joined_at)},
          {"role", one.role ? json::value(party::to_string(*one.role)) : json::value(nullptr)},
          {"display_name", one.profile.display_name},
          {"avatar_url", nullable(one.profile.avatar_url)}};
}

json::object said_object(const storage::PersonalMessage& one) {
  json::object object = protocol::message_object(one.message);
  object["party_id"] = one.party.str();
  return object;
}

json::object own_queue_item_object(const storage::PersonalQueueItem& one) {
  return {{"party_id", one.party.str()}, {"clip_id", one.clip.str()}, {"title", nullable(one.title)}};
}

json::object report_object(const storage::PersonalReport& one) {
  return {{"party_id", one.party.str()},
          {"message_id", one.message.str()},
          {"reason", one.reason},
          {"reported_at", to_rfc3339(one.at)}};
}

json::object restriction_object(const storage::PersonalRestriction& one) {
  return {{"party_id", one.party.str()},
          {"kind", one.kicked ? "kick" : "mute"},
          {one.kicked ? "kicked_at" : "until", nullable_time(one.time)}};
}

json::object own_invitation_object(const storage::PersonalInvitation& one) {
  return {{"party_id", one.party.str()},
          {"id", one.id.str()},
          {"code", one.code},
          {"note", one.note},
          {"created_at", to_rfc3339(one.created_at)},
          {"expires_at", nullable_time(one.expires_at)},
          {"max_uses", one.max_uses ? json::value(*one.max_uses) : json::value(nullptr)},
          {"uses", one.uses}};
}

json::object invitation_use_object(const storage::PersonalInvitationUse& one) {
  return {{"party_id", one.party.str()},
          {"invitation_id", one.invitation.str()},
          {"display_name", one.display_name},
          {"used_at", to_rfc3339(one.at)}};
}

json::object join_request_object(const storage::PersonalJoinRequest& one) {
  return {{"party_id", one.party.str()},
          {"display_name", one.profile.display_name},
          {"avatar_url", nullable(one.profile.avatar_url)},
          {"declined", one.declined},
          {"at", to_rfc3339(one.at)}};
}

json::object own_clip_object(const storage::PersonalClip& one) {
  return {{"id", one.id.str()}, {"title", one.title}, {"url", one.url}, {"created_at", to_rfc3339(one.created_at)}};
}

json::object playlist_object(const storage::Playlist& one) {
  return {{"id", one.id.str()},
          {"title", one.title},
          {"shared", one.shared},
          {"clip_ids", list_of(one.clips, [](const ClipId& clip) { return json::value(clip.str()); })},
          {"created_at", to_rfc3339(one.created_at)},
          {"updated_at", to_rfc3339(one.updated_at)}};
}

std::string cursor_of(const storage::PersonalMessage& said) {
  return fmt::format("{}-{}", to_unix_ms(said.message.at), said.message.id.str());
}

}  // namespace

Result<storage::PersonalQuery, Refusal> read_personal_query(const Request& request, const UserId& user) {
  storage::PersonalQuery query;
  query.user = user;
  const auto after = id_in_query(request, "after", "the \"next\" of the page before");
  if (!after) return after.error();
  if (!after.value()) return query;
  const auto cursor = read_time_and_id(*after.value());
  if (!cursor) return cursor.error();
  query.after = storage::PersonalCursor{cursor.value().first, MessageId{cursor.value().second}};
  return query;
}

std::string encode_personal_record(const auth::Principal& principal, const storage::PersonalRecord& record,
                                   ServerTime now) {
  json::object object;
  object["user_id"] = principal.user_id.str();
  object["display_name"] = principal.display_name;
  object["avatar_url"] = nullable(principal.avatar_url);
  object["guest"] = principal.guest;
  object["exported_at"] = to_rfc3339(now);
  object["parties"] = list_of(record.parties, party_object);
  object["messages"] = list_of(record.messages, said_object);
  object["queue_items"] = list_of(record.queue_items, own_queue_item_object);
  object["reports"] = list_of(record.reports, report_object);
  object["restrictions"] = list_of(record.restrictions, restriction_object);
  object["invitations"] = list_of(record.invitations, own_invitation_object);
  object["invitation_uses"] = list_of(record.invitation_uses, invitation_use_object);
  object["join_requests"] = list_of(record.join_requests, join_request_object);
  object["clips"] = list_of(record.clips, own_clip_object);
  object["playlists"] = list_of(record.playlists, playlist_object);
  object["people"] = friends_object(record.friends);
  object["counted"] = list_of(record.rate_events, [](const storage::PersonalRateEvent& one) {
    return json::object{{"kind", one.kind}, {"at", to_rfc3339(one.at)}};
  });
  object["next"] = record.more ? json::value(cursor_of(record.messages.back())) : json::value(nullptr);
  return json::serialize(object);
}

}  // namespace matinee::http_api
