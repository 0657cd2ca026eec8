// Request bodies from JSON to values, checked: a body that is refused is told which member, and what would be right.
// Unknown members are passed over, so that clients may be newer than the server. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "config/settings.hpp"
#include "engine/playlists.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "party/command.hpp"
#include "party/party.hpp"
#include "protocol/limits.hpp"
#include "protocol/queue_message.hpp"

namespace matinee::http_api {

using protocol::max_title_code_points;
inline constexpr std::size_t max_display_name_code_points = 64;
inline constexpr std::size_t max_url_bytes = 2048;
inline constexpr Millis max_clip_duration{protocol::max_clip_length_ms};
inline constexpr std::size_t max_captions = 32;
inline constexpr std::size_t max_caption_label_code_points = 64;
/// The longest tag registered for BCP 47 has 35 characters (RFC 5646, 4.4.1).
inline constexpr std::size_t max_language_code_points = 35;

struct NewParty {
  std::string title;
  std::optional<PlaylistId> playlist;
  party::Visibility visibility = party::Visibility::private_;
  std::size_t max_participants = 0;
  party::Settings settings;
  std::optional<std::string> password{};  ///< who joins by the code has to know it
};
/// POST /api/v1/watch-parties.
Result<NewParty, Refusal> read_new_party(const Request& request, const config::Settings::Limits& limits);

/// PATCH …/settings.
Result<party::SettingsPatch, Refusal> read_settings_patch(const Request& request);

/// POST …/messages.
Result<party::Chat, Refusal> read_new_message(const Request& request);
/// PATCH …/messages/:message_id.
Result<party::EditMessage, Refusal> read_message_edit(const Request& request, const MessageId& id);
/// POST …/messages/:message_id/report.
Result<party::ReportMessage, Refusal> read_message_report(const Request& request, const MessageId& id);
/// PUT …/mutes/:user_id.
Result<party::SetMute, Refusal> read_mute(const Request& request, const UserId& user);

/// PATCH …/participants/:user_id.
Result<party::Role, Refusal> read_role(const Request& request);

/// POST /api/v1/session/guest: the display name, without surrounding white space.
Result<std::string, Refusal> read_guest_name(const Request& request);

struct NewClip {
  std::string title;
  std::string url;
  std::optional<Millis> duration;
  std::optional<std::string> thumbnail_url{};
  std::vector<storage::Caption> captions{};
};
/// POST /api/v1/clips.
Result<NewClip, Refusal> read_new_clip(const Request& request);

/// POST /api/v1/playlists: a title, and what else there is.
Result<engine::PlaylistChange, Refusal> read_new_playlist(const Request& request);
/// PATCH /api/v1/playlists/:id.
Result<engine::PlaylistChange, Refusal> read_playlist_change(const Request& request);

/// POST …/queue.
Result<protocol::AddToQueue, Refusal> read_add_to_queue(const Request& request);

}  // namespace matinee::http_api
