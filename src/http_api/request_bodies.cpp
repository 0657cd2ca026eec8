#include "http_api/request_bodies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/url/parse.hpp>

#include "base/text.hpp"
#include "http_api/json_body.hpp"
#include "protocol/chat_json.hpp"
#include "protocol/fields.hpp"
#include "protocol/queue_json.hpp"
#include "protocol/settings_json.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;
using protocol::Fields;

party::Visibility read_visibility(const json::object& object, Fields& fields) {
  if (!has(object, "visibility")) return party::Visibility::private_;
  const json::string* name = object.at("visibility").if_string();
  const auto visibility = name == nullptr ? std::nullopt : party::visibility_from_string({name->data(), name->size()});
  if (!visibility) fields.fail("\"visibility\" must be \"private\", \"public\" or \"friends\"");
  return visibility.value_or(party::Visibility::private_);
}

/// What a new party is to be like where that is not the default.
party::Settings read_new_settings(const json::object& object, Fields& fields) {
  if (!has(object, "settings")) return {};
  const json::object* settings = object.at("settings").if_object();
  if (settings == nullptr) {
    fields.fail("\"settings\" must be an object");
    return {};
  }
  Fields inner(*settings);
  const party::SettingsPatch patch = protocol::read_settings(inner);
  if (inner.failed()) fields.fail("\"settings\": " + inner.error());
  return party::patched({}, patch);
}

std::string trimmed(const std::string& text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// An absolute http or https URL, or a path on this server.
bool is_playable_url(std::string_view url) {
  if (url.size() > max_url_bytes) return false;
  if (url.starts_with('/')) return !url.starts_with("//") && boost::urls::parse_origin_form(url).has_value();
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->host().empty() || parsed->has_userinfo()) return false;
  return parsed->scheme_id() == boost::urls::scheme::http || parsed->scheme_id() == boost::urls::scheme::https;
}

/// A member that holds such a URL; `what` names it in the error.
std::string read_url(Fields& fields, std::string_view name, std::string_view what) {
  std::string url = fields.text(name, 1, max_url_bytes);
  if (!fields.failed() && !is_playable_url(url)) {
    fields.fail(
        fmt::format("{} must be an http or https URL, or a path on this server that starts with \"/\", of at "
                    "most {} bytes",
                    what, max_url_bytes));
  }
  return url;
}

storage::Caption read_caption(const json::value& entry, std::size_t index, Fields& fields) {
  const json::object* object = entry.if_object();
  if (object == nullptr) {
    fields.fail(fmt::format(R"("captions"[{}] must be an object {{"url", "language", "label"}})", index));
    return {};
  }
  Fields inner(*object);
  storage::Caption caption;
  caption.url = read_url(inner, "url", "\"url\"");
  caption.language = inner.text("language", 1, max_language_code_points);
  caption.label = inner.text("label", 1, max_caption_label_code_points);
  if (inner.failed()) fields.fail(fmt::format("\"captions\"[{}]: {}", index, inner.error()));
  return caption;
}

std::vector<storage::Caption> read_captions(const json::object& object, Fields& fields) {
  std::vector<storage::Caption> captions;
  const json::array* entries = has(object, "captions") ? fields.array("captions", 0, max_captions) : nullptr;
  if (entries == nullptr) return captions;
  for (std::size_t i = 0; i < entries->size(); ++i) captions.push_back(read_caption((*entries)[i], i, fields));
  return captions;
}

std::vector<ClipId> read_clip_ids(Fields& fields) {
  std::vector<ClipId> clips;
  const json::array* entries = fields.array("clip_ids", 0, storage::most_playlist_clips);
  if (entries == nullptr) return clips;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const json::string* id = (*entries)[i].if_string();
    const std::string_view text = id == nullptr ? std::string_view{} : std::string_view{id->data(), id->size()};
    if (!is_valid_id(text)) {
      fields.fail(
          fmt::format("\"clip_ids\"[{}] must be a string of 1 to {} printable characters", i, max_id_code_points));
    }
    clips.emplace_back(std::string{text});
  }
  return clips;
}

engine::PlaylistChange read_playlist(const json::object& object, Fields& fields) {
  engine::PlaylistChange change;
  if (has(object, "title")) change.title = fields.text("title", 1, max_title_code_points);
  change.shared = fields.optional_boolean("shared");
  if (has(object, "clip_ids")) change.clips = read_clip_ids(fields);
  return change;
}

}  // namespace

Result<NewParty, Refusal> read_new_party(const Request& request, const config::Settings::Limits& limits) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  NewParty party;
  party.title = fields.text("title", 1, max_title_code_points);
  if (has(object.value(), "playlist_id")) party.playlist = PlaylistId{fields.id("playlist_id")};
  party.visibility = read_visibility(object.value(), fields);
  party.max_participants = std::min(limits.default_max_participants, limits.max_participants);
  if (has(object.value(), "max_participants")) {
    party.max_participants = static_cast<std::size_t>(fields.integer("max_participants", 2, limits.max_participants));
  }
  party.settings = read_new_settings(object.value(), fields);
  party.password = read_optional_password(fields);
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return party;
}

Result<party::SettingsPatch, Refusal> read_settings_patch(const Request& request) {
  return read_body<party::SettingsPatch>(request, protocol::read_settings);
}

Result<party::Chat, Refusal> read_new_message(const Request& request) {
  return read_body<party::Chat>(request, [](Fields& fields) { return protocol::read_chat(fields); });
}

Result<party::EditMessage, Refusal> read_message_edit(const Request& request, const MessageId& id) {
  return read_body<party::EditMessage>(request, [&](Fields& fields) { return protocol::read_edit(fields, id); });
}

Result<party::ReportMessage, Refusal> read_message_report(const Request& request, const MessageId& id) {
  return read_body<party::ReportMessage>(request, [&](Fields& fields) { return protocol::read_report(fields, id); });
}

Result<party::SetMute, Refusal> read_mute(const Request& request, const UserId& user) {
  return read_body<party::SetMute>(request, [&](Fields& fields) { return protocol::read_mute(fields, user); });
}

Result<party::Role, Refusal> read_role(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  const std::string name = fields.id("role");
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  const auto role = party::role_from_string(name);
  if (!role) return invalid_request("\"role\" must be \"co-host\", \"viewer\" or \"host\"");
  return *role;
}

Result<std::string, Refusal> read_guest_name(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  if (json::value* name = object.value().if_contains("display_name"); name != nullptr && name->is_string()) {
    *name = trimmed(std::string{name->as_string()});
  }
  Fields fields(object.value());
  std::string name = fields.text("display_name", 1, max_display_name_code_points);
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return name;
}

Result<NewClip, Refusal> read_new_clip(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  NewClip clip;
  clip.title = fields.text("title", 1, max_title_code_points);
  clip.url = read_url(fields, "url", "\"url\"");
  if (has(object.value(), "duration_ms")) {
    clip.duration = Millis{fields.integer("duration_ms", 1, max_clip_duration.count())};
  }
  if (has(object.value(), "thumbnail_url")) {
    clip.thumbnail_url = read_url(fields, "thumbnail_url", "\"thumbnail_url\"");
  }
  clip.captions = read_captions(object.value(), fields);
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return clip;
}

Result<engine::PlaylistChange, Refusal> read_new_playlist(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  engine::PlaylistChange content = read_playlist(object.value(), fields);
  if (!content.title) fields.fail("\"title\" is missing");
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return content;
}

Result<engine::PlaylistChange, Refusal> read_playlist_change(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  engine::PlaylistChange change = read_playlist(object.value(), fields);
  constexpr std::int64_t any_revision = 9'007'199'254'740'992;
  if (has(object.value(), "revision")) {
    change.revision = static_cast<std::uint64_t>(fields.integer("revision", 1, any_revision));
  }
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return change;
}

Result<protocol::AddToQueue, Refusal> read_add_to_queue(const Request& request) {
  auto object = read_object(request);
  if (!object) return object.error();
  Fields fields(object.value());
  protocol::AddToQueue add = protocol::read_add_to_queue(fields);
  if (auto checked = outcome_of(fields); !checked) return checked.error();
  return add;
}

}  // namespace matinee::http_api
