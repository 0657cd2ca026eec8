#include "http_api/response_bodies.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "protocol/json_values.hpp"
#include "protocol/settings_json.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;

using protocol::nullable;
using protocol::nullable_time;

void add_playback(json::object& object, const engine::PartyView& party) {
  object["position_ms"] = party::position_at(party.stamp.playback, party.now).count();
  object["server_time_ms"] = to_unix_ms(party.now);
  object["revision"] = party.stamp.revision;
  object["epoch"] = party.stamp.epoch;
  object["role"] = party::to_string(party.role);
  object["settings"] = protocol::settings_object(party.settings);
}

/// Without captions, of which a playlist's clips together may have too many for one answer.
json::object clip_object(const storage::Clip& clip) {
  return {{"id", clip.id.str()},
          {"title", clip.title},
          {"url", clip.url},
          {"duration_ms", nullable(clip.duration)},
          {"created_at", to_rfc3339(clip.created_at)},
          {"thumbnail_url", nullable(clip.thumbnail_url)}};
}

/// In a playlist, but not in the catalogue: its id is all that is known.
json::object unknown_clip_object(const ClipId& clip) {
  return {{"id", clip.str()},      {"title", nullptr},         {"url", nullptr},           {"duration_ms", nullptr},
          {"created_at", nullptr}, {"thumbnail_url", nullptr}};
}

}  // namespace

std::string encode_created_party(const engine::PartyView& party) {
  json::object object;
  object["id"] = party.id.str();
  object["host_user_id"] = party.host.str();
  object["title"] = party.title;
  object["playlist_id"] = nullable(party.playlist);
  object["visibility"] = party::to_string(party.visibility);
  object["invite_code"] = party.invite_code;
  object["max_participants"] = party.max_participants;
  object["status"] = party::to_string(party.status);
  object["created_at"] = to_rfc3339(party.created_at);
  add_playback(object, party);
  return json::serialize(object);
}

std::string encode_party_details(const engine::PartyView& party) {
  const party::Playback& playback = party.stamp.playback;
  json::object object;
  object["id"] = party.id.str();
  object["host_user_id"] = party.host.str();
  object["title"] = party.title;
  object["current_clip_id"] = nullable(playback.clip);
  object["current_position"] = floor_seconds(party::position_at(playback, party.now));
  object["is_playing"] = playback.playing;
  object["participant_count"] = party.participant_count;
  object["max_participants"] = party.max_participants;
  object["status"] = party::to_string(party.status);
  object["invite_code"] = party.invite_code;
  object["visibility"] = party::to_string(party.visibility);
  object["playlist_id"] = nullable(party.playlist);
  object["created_at"] = to_rfc3339(party.created_at);
  add_playback(object, party);
  object["may_reclaim"] = party.may_reclaim;
  return json::serialize(object);
}

std::string encode_settings(const party::Settings& settings) {
  return json::serialize(protocol::settings_object(settings));
}

std::string encode_joined(const PartyId& party, std::string_view socket_url) {
  return json::serialize(json::object{{"party_id", party.str()}, {"ws_url", socket_url}});
}

std::string encode_role(const UserId& user, party::Role role) {
  return json::serialize(json::object{{"user_id", user.str()}, {"role", party::to_string(role)}});
}

std::string encode_ticket(std::string_view ticket, ServerTime expires_at) {
  return json::serialize(json::object{{"ticket", ticket}, {"expires_at", to_rfc3339(expires_at)}});
}

std::string encode_session(const auth::Principal& principal) {
  return json::serialize(json::object{{"user_id", principal.user_id.str()},
                                      {"display_name", principal.display_name},
                                      {"avatar_url", nullable(principal.avatar_url)},
                                      {"guest", principal.guest},
                                      {"expires_at", nullable_time(principal.expires_at)}});
}

std::string encode_guest(const auth::GuestIdentities::Admission& admission) {
  return json::serialize(json::object{{"user_id", admission.principal.user_id.str()},
                                      {"display_name", admission.principal.display_name},
                                      {"token", admission.token},
                                      {"expires_at", nullable_time(admission.principal.expires_at)}});
}

std::string encode_clip(const storage::Clip& clip) {
  json::array captions;
  for (const storage::Caption& caption : clip.captions) {
    captions.push_back(json::object{{"url", caption.url}, {"language", caption.language}, {"label", caption.label}});
  }
  json::object object = clip_object(clip);
  object["captions"] = std::move(captions);
  return json::serialize(object);
}

std::string encode_playlist(const engine::PlaylistView& view) {
  const storage::Playlist& playlist = view.playlist;
  json::array clips;
  for (std::size_t i = 0; i < playlist.clips.size(); ++i) {
    const auto& known = view.clips[i];
    clips.push_back(known ? clip_object(*known) : unknown_clip_object(playlist.clips[i]));
  }
  return json::serialize(json::object{{"id", playlist.id.str()},
                                      {"title", playlist.title},
                                      {"shared", playlist.shared},
                                      {"own", view.own},
                                      {"revision", playlist.revision},
                                      {"created_at", to_rfc3339(playlist.created_at)},
                                      {"updated_at", to_rfc3339(playlist.updated_at)},
                                      {"clips", std::move(clips)}});
}

std::string encode_playlists(const std::vector<storage::PlaylistSummary>& playlists) {
  json::array list;
  for (const storage::PlaylistSummary& playlist : playlists) {
    list.push_back(json::object{{"id", playlist.id.str()},
                                {"title", playlist.title},
                                {"shared", playlist.shared},
                                {"clip_count", playlist.clip_count},
                                {"revision", playlist.revision},
                                {"updated_at", to_rfc3339(playlist.updated_at)}});
  }
  return json::serialize(json::object{{"playlists", std::move(list)}});
}

std::string encode_queued(const std::vector<QueueItemId>& items) {
  json::array list;
  for (const QueueItemId& item : items) list.push_back(json::value(item.str()));
  return json::serialize(json::object{{"item_ids", std::move(list)}});
}

std::string encode_config(bool guests, const std::optional<SampleFilm>& sample, std::string_view version) {
  json::value film = nullptr;
  if (sample) {
    film = json::object{{"title", sample->title}, {"url", sample->url}, {"duration_ms", nullable(sample->duration)}};
  }
  return json::serialize(json::object{{"guests", guests}, {"sample", std::move(film)}, {"version", version}});
}

std::string encode_status(std::string_view status) {
  return json::serialize(json::object{{"status", status}});
}

}  // namespace matinee::http_api
