// Server events to JSON. Field names and order follow the specification's examples; additions come after.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "protocol/chat_json.hpp"
#include "protocol/event.hpp"
#include "protocol/event_members.hpp"
#include "protocol/event_text.hpp"
#include "protocol/json_string.hpp"
#include "protocol/json_values.hpp"
#include "protocol/plain_json.hpp"
#include "protocol/queue_json.hpp"
#include "protocol/roster_text.hpp"
#include "protocol/settings_json.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

json::object person_object(const party::Person& person) {
  return {{"user_id", person.user.str()}, {"display_name", person.display_name}};
}

/// Who did it; null for the server itself.
json::value author(const std::optional<party::Person>& by) {
  return by ? json::value(person_object(*by)) : json::value(nullptr);
}

json::object waiting_value(const party::Waiting& waiting) {
  json::array named;
  for (const party::Waiting::For& member : waiting.named) {
    json::object entry = person_object(member.person);
    entry["until_ms"] = to_unix_ms(member.until);
    named.push_back(std::move(entry));
  }
  return {{"for", std::move(named)}, {"count", waiting.count}, {"until_ms", to_unix_ms(waiting.until)}};
}

json::object ready_check_object(const party::ReadyCheckView& check) {
  json::array missing;
  for (const party::Person& person : check.missing) missing.push_back(person_object(person));
  return {{"state", party::to_string(check.state)}, {"until_ms", to_unix_ms(check.until)},
          {"ready_count", check.ready_count},       {"total", check.total},
          {"missing", std::move(missing)},          {"countdown_ms", nullable(check.countdown)}};
}

/// The members every event has. `server_timestamp` and the positions are of the same instant.
EventText event(const EventContext& context, std::string_view type) {
  const party::Playback& playback = context.stamp.playback;
  const Millis position = party::position_at(playback, context.now);
  EventText text;
  text.add("type", type);
  text.add("party_id", context.party.str());
  playback.clip ? text.add("clip_id", playback.clip->str()) : text.add_null("clip_id");
  text.add("position", std::int64_t{floor_seconds(position)});
  text.add("is_playing", playback.playing);
  text.add("server_timestamp", std::int64_t{floor_seconds(context.now.time_since_epoch())});
  text.add("position_ms", std::int64_t{position.count()});
  text.add("server_time_ms", std::int64_t{to_unix_ms(context.now)});
  text.add("rate", playback.rate);
  text.add("revision", context.stamp.revision);
  text.add("epoch", context.stamp.epoch);
  return text;
}

void add_time(EventText& text, std::string_view name, const std::optional<ServerTime>& time) {
  time ? text.add(name, std::int64_t{to_unix_ms(*time)}) : text.add_null(name);
}

/// A state in full: also when the film starts or started to move from its anchor, which may lie a little ahead; whom it
/// stands for; and when it starts by itself. Null where there is no such thing.
EventText state(const EventContext& context, std::string_view type) {
  EventText text = event(context, type);
  const party::Playback& playback = context.stamp.playback;
  add_time(text, "effective_at_ms", playback.playing ? std::optional{playback.at} : std::nullopt);
  context.stamp.waiting != nullptr ? text.add_json("waiting", to_plain_json(waiting_value(*context.stamp.waiting)))
                                   : text.add_null("waiting");
  add_time(text, "start_at_ms", context.stamp.start_at);
  return text;
}

/// A state in full, and who brought it about.
EventText attributed_state(const EventContext& context, std::string_view type, const std::optional<party::Person>& by) {
  EventText text = state(context, type);
  if (!by) {
    text.add_null("by");
    return text;
  }
  std::string person = R"({"user_id":)";
  append_json_string(person, by->user.str());
  person += R"(,"display_name":)";
  append_json_string(person, by->display_name);
  person += '}';
  text.add_json("by", person);
  return text;
}

std::string text_of(EventText event) {
  return event.take();
}

std::string_view type_of(party::PlaybackChange change) {
  switch (change) {
    case party::PlaybackChange::play:
      return "play";
    case party::PlaybackChange::pause:
      return "pause";
    case party::PlaybackChange::seek:
      return "seek";
    case party::PlaybackChange::skip:
      return "skip";
    case party::PlaybackChange::rate:
      return "rate";
    case party::PlaybackChange::undo:
      return "undo";
    case party::PlaybackChange::waiting:
      return "waiting";
  }
  return "sync";
}

double seconds(Millis ms) {
  return static_cast<double>(ms.count()) / 1000.0;
}

json::array reaction_list(const std::vector<party::ReactionCount>& reactions) {
  json::array list;
  list.reserve(reactions.size());
  for (const party::ReactionCount& counted : reactions) {
    list.push_back(json::object{{"emoji", counted.emoji}, {"count", counted.count}});
  }
  return list;
}

}  // namespace

EventText event_text(const EventContext& context, std::string_view type) {
  return event(context, type);
}

json::value author_value(const std::optional<party::Person>& by) {
  return author(by);
}

std::string encode_playback(const EventContext& context, const party::PlaybackChanged& changed) {
  using party::PlaybackChange;
  EventText object = attributed_state(context, type_of(changed.change), changed.by);
  const bool is_undo = changed.change == PlaybackChange::undo;
  if (is_undo || changed.change == PlaybackChange::seek) object.add("from_ms", std::int64_t{changed.from.count()});
  if (is_undo) object.add("undone", type_of(changed.undone));
  return text_of(std::move(object));
}

std::string encode_sync(const EventContext& context) {
  return text_of(state(context, "sync"));
}

std::string encode_sync_answer(const EventContext& context, const SyncAnswer& answer) {
  EventText object = state(context, "sync");
  object.add("role", party::to_string(answer.you));
  object.add_json("participants", roster_text(answer.participants));
  object["participant_count"] = answer.participant_count;
  object["settings"] = settings_object(answer.settings);
  object["ready_check"] = answer.ready_check ? json::value(ready_check_object(*answer.ready_check)) : nullptr;
  object["queue"] = queue_object(answer.queue);
  object["skip_votes"] = skip_votes_object(answer.skip_votes);
  return text_of(std::move(object));
}

std::string encode_waiting(const EventContext& context) {
  return text_of(attributed_state(context, "waiting", std::nullopt));
}

std::string encode_start_scheduled(const EventContext& context, const party::StartScheduled& scheduled) {
  return text_of(attributed_state(context, "start-scheduled", scheduled.by));
}

std::string encode_start_cancelled(const EventContext& context, const party::StartCancelled& cancelled) {
  return text_of(attributed_state(context, "start-cancelled", cancelled.by));
}

std::string encode_ready_check(const EventContext& context, const party::ReadyCheckTold& told) {
  EventText object = event(context, "ready-check");
  object["ready_check"] = ready_check_object(told.view);
  object["by"] = author(told.by);
  return text_of(std::move(object));
}

std::string encode_settings_changed(const EventContext& context, const party::SettingsChanged& changed) {
  EventText object = event(context, "settings-changed");
  object["settings"] = settings_object(changed.settings);
  object["changed"] = changed_settings(changed.before, changed.settings);
  object["by"] = author(changed.by);
  return text_of(std::move(object));
}

std::string encode_control_asked(const EventContext& context, const party::Person& by) {
  EventText object = event(context, "control-asked");
  object["by"] = author(by);
  return text_of(std::move(object));
}

std::string encode_invite_code_changed(const EventContext& context, const party::InviteCodeChanged& changed) {
  EventText object = event(context, "invite-code-changed");
  object["invite_code"] = changed.code;
  object["by"] = author(changed.by);
  return text_of(std::move(object));
}

std::string encode_join_requested(const EventContext& context, const party::JoinRequested& requested) {
  EventText object = event(context, "join-requested");
  object["request"] = json::object{{"user_id", requested.user.str()},
                                   {"display_name", requested.request.profile.display_name},
                                   {"avatar_url", nullable(requested.request.profile.avatar_url)},
                                   {"requested_at", to_rfc3339(requested.request.at)}};
  return text_of(std::move(object));
}

std::string encode_join_request_answered(const EventContext& context, const party::JoinRequestAnswered& answered) {
  EventText object = event(context, "join-request-answered");
  object["user_id"] = answered.user.str();
  object["answer"] = party::to_string(answered.answer);
  object["by"] = author(answered.by);
  return text_of(std::move(object));
}

std::string encode_participants(std::span<const ParticipantView> participants, std::size_t participant_count,
                                const std::optional<UserId>& next) {
  EventText page;
  page.add_json("participants", roster_text(participants));
  page.add("participant_count", std::uint64_t{participant_count});
  next ? page.add("next", next->str()) : page.add_null("next");
  return page.take();
}

std::string encode_participant_status(const EventContext& context, const party::StatusAnnounced& announced) {
  EventText object = event(context, "participant-status");
  object["user_id"] = announced.user.str();
  object["buffering"] = announced.status.buffering;
  object["ready"] = announced.status.ready;
  object["ignore_wait"] = announced.status.ignore_wait;
  return text_of(std::move(object));
}

std::string encode_participant_joined(const EventContext& context, const ParticipantView& participant) {
  EventText object = event(context, "participant-joined");
  object.add_json("participant", participant_text(participant));
  return text_of(std::move(object));
}

std::string encode_participant_left(const EventContext& context, const ParticipantView& participant,
                                    std::string_view reason, const std::optional<party::Person>& by) {
  EventText object = event(context, "participant-left");
  object.add_json("participant", participant_text(participant));
  object["reason"] = reason;
  object["by"] = author(by);
  return text_of(std::move(object));
}

std::string encode_role_changed(const EventContext& context, const party::RoleChanged& changed) {
  EventText object = event(context, "role-changed");
  object["user_id"] = changed.user.str();
  object["role"] = party::to_string(changed.role);
  object["previous_role"] = party::to_string(changed.previous);
  object["by"] = author(changed.by);
  return text_of(std::move(object));
}

std::string encode_party_ended(const EventContext& context, std::string_view reason) {
  EventText object = event(context, "party-ended");
  object["reason"] = reason;
  return text_of(std::move(object));
}

std::string encode_chat(const EventContext& context, const party::ChatPosted& chat, const party::Profile& author) {
  party::ChatMessage message;
  message.id = chat.id;
  message.user = chat.user;
  message.profile = author;
  message.message = chat.message;
  message.at = chat.at;
  message.clip = chat.clip;
  message.position = chat.position;
  message.reply_to = chat.reply_to;
  message.mentions = chat.mentions;
  EventText object = event(context, "chat_message");
  object["chat_message"] = message_object(message);
  return text_of(std::move(object));
}

std::string encode_message_edited(const EventContext& context, const party::MessageEdited& edited) {
  EventText object = event(context, "message-edited");
  object["chat_message"] = message_object(*edited.message);
  return text_of(std::move(object));
}

std::string encode_message_deleted(const EventContext& context, const party::MessageDeleted& deleted) {
  EventText object = event(context, "message-deleted");
  object["message_id"] = deleted.id.str();
  object["user_id"] = deleted.author.str();
  object["deleted_at"] = to_rfc3339(deleted.at);
  object["by"] = person_object(deleted.by);
  return text_of(std::move(object));
}

std::string encode_user_forgotten(const EventContext& context, const party::UserForgotten& forgotten) {
  EventText object = event(context, "user-forgotten");
  object["user_id"] = forgotten.user.str();
  return text_of(std::move(object));
}

std::string encode_message_reported(const EventContext& context, const party::MessageReported& reported) {
  EventText object = event(context, "message-reported");
  object["chat_message"] = message_object(*reported.message);
  object["reason"] = reported.reason;
  return text_of(std::move(object));
}

std::string encode_mute_changed(const EventContext& context, const party::MuteChanged& changed) {
  EventText object = event(context, "mute-changed");
  object["user_id"] = changed.user.str();
  object["muted"] = changed.muted;
  object["until_ms"] = nullable(changed.until);
  object["by"] = author(changed.by);
  return text_of(std::move(object));
}

std::string encode_reactions(const EventContext& context, const party::Reacted& reacted) {
  EventText object = event(context, reacted.batch ? "reactions" : "reaction");
  if (reacted.batch) {
    object["user_id"] = reacted.user.str();
    object["video_timestamp"] = seconds(reacted.video_timestamp);
    object["reactions"] = reaction_list(reacted.reactions);
  } else {
    object["reaction"] = json::object{{"user_id", reacted.user.str()},
                                      {"emoji", reacted.reactions.front().emoji},
                                      {"video_timestamp", seconds(reacted.video_timestamp)}};
  }
  return text_of(std::move(object));
}

std::string encode_presence(const EventContext& context, const PresenceSum& presence) {
  EventText object = event(context, "presence");
  object.add("joined", std::uint64_t{presence.joined});
  object.add("left", std::uint64_t{presence.left});
  object.add("connected", std::uint64_t{presence.connected});
  object.add_json("joined_sample", participant_list_text(presence.joined_sample));
  object.add_json("left_sample", participant_list_text(presence.left_sample));
  return text_of(std::move(object));
}

std::string encode_reaction_sum(const EventContext& context, const ReactionSum& reactions) {
  EventText object = event(context, "reactions");
  object["user_id"] = nullptr;
  object["video_timestamp"] = seconds(reactions.video_timestamp);
  object["reactions"] = reaction_list(reactions.counts);
  object["total"] = reactions.total;
  return text_of(std::move(object));
}

std::string encode_typing(const EventContext& context, const party::TypingChanged& typing) {
  EventText object = event(context, "typing");
  object["user_id"] = typing.user.str();
  object["is_typing"] = typing.is_typing;
  return text_of(std::move(object));
}

std::string encode_error(const EventContext& context, const Refusal& refusal) {
  EventText object = event(context, "error");
  object["message"] = refusal.detail;
  object["code"] = to_string(refusal.code);
  if (refusal.retry_after > Millis{0}) object["retry_after_ms"] = refusal.retry_after.count();
  return text_of(std::move(object));
}

std::string encode_time_sync(const EventContext& context, double t0, double t1, double t2) {
  EventText object = event(context, "time-sync");
  object.add("t0", t0);
  object.add("t1", t1);
  object.add("t2", t2);
  return text_of(std::move(object));
}

std::string encode_authenticated(const EventContext& context, std::optional<WallTime> expires_at) {
  EventText object = event(context, "authenticated");
  object["expires_at_ms"] = nullable(expires_at);
  return text_of(std::move(object));
}

}  // namespace matinee::protocol
