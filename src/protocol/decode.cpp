// Client messages from JSON: one table from type to decoder.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <cmath>

#include "party/playback.hpp"
#include "protocol/chat_json.hpp"
#include "protocol/client_message.hpp"
#include "protocol/fields.hpp"
#include "protocol/limits.hpp"
#include "protocol/queue_json.hpp"
#include "protocol/settings_json.hpp"
#include "protocol/strict_json.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

constexpr double kMaxPositionMs = max_position_seconds * 1000;
/// Any clock a client may have: fits a double exactly.
constexpr double kMaxClientTime = 9'007'199'254'740'992.0;

Millis seconds_to_millis(double seconds) {
  return Millis{std::llround(seconds * 1000.0)};
}

template <class Message>
ClientMessage plain(Fields&) {
  return party::Command{Message{}};
}

ClientMessage seek(Fields& fields) {
  party::Seek seek;
  seek.position = seconds_to_millis(fields.number("position", 0, max_position_seconds));
  seek.resume = fields.optional_boolean("resume");
  return party::Command{seek};
}

ClientMessage set_rate(Fields& fields) {
  return party::Command{party::SetRate{fields.number("rate", party::slowest_rate, party::fastest_rate)}};
}

ClientMessage skip(Fields& fields) {
  return party::Command{party::Skip{ClipId{fields.id("clip_id")}}};
}

ClientMessage sync_request(Fields& fields) {
  if (const auto position_ms = fields.optional_number("position_ms", 0, kMaxPositionMs)) {
    return SyncRequest{Millis{std::llround(*position_ms)}};
  }
  if (const auto position = fields.optional_number("position", 0, max_position_seconds)) {
    return SyncRequest{seconds_to_millis(*position)};
  }
  return SyncRequest{};
}

ClientMessage chat(Fields& fields) {
  return party::Command{read_chat(fields)};
}
ClientMessage edit_message(Fields& fields) {
  MessageId id{fields.id("message_id")};
  return party::Command{read_edit(fields, std::move(id))};
}
ClientMessage delete_message(Fields& fields) {
  return party::Command{party::DeleteMessage{MessageId{fields.id("message_id")}}};
}
ClientMessage report_message(Fields& fields) {
  MessageId id{fields.id("message_id")};
  return party::Command{read_report(fields, std::move(id))};
}
ClientMessage mute(Fields& fields) {
  UserId user{fields.id("user_id")};
  return party::Command{read_mute(fields, std::move(user))};
}
ClientMessage unmute(Fields& fields) {
  return party::Command{party::SetMute{UserId{fields.id("user_id")}, false}};
}

ClientMessage reaction(Fields& fields) {
  party::React react;
  react.reactions.push_back({read_emoji(fields), 1});
  react.video_timestamp = read_video_timestamp(fields);
  return party::Command{std::move(react)};
}

party::ReactionCount reaction_count(const json::value& entry, std::size_t index, Fields& fields) {
  party::ReactionCount counted;
  const json::object* object = entry.if_object();
  if (object == nullptr) {
    fields.fail(fmt::format("\"reactions\"[{}] must be an object {{\"emoji\", \"count\"}}", index));
    return counted;
  }
  Fields inner(*object);
  counted.emoji = read_emoji(inner);
  counted.count = static_cast<std::size_t>(inner.integer("count", 1, max_reaction_count));
  if (inner.failed()) fields.fail(fmt::format("\"reactions\"[{}]: {}", index, inner.error()));
  return counted;
}

ClientMessage reactions(Fields& fields) {
  party::React react;
  react.batch = true;
  react.video_timestamp = read_video_timestamp(fields);
  if (const json::array* entries = fields.array("reactions", 1, max_reactions_in_batch)) {
    for (std::size_t i = 0; i < entries->size() && !fields.failed(); ++i) {
      react.reactions.push_back(reaction_count((*entries)[i], i, fields));
    }
  }
  return party::Command{std::move(react)};
}

ClientMessage typing(Fields& fields) {
  return party::Command{party::SetTyping{fields.boolean("is_typing")}};
}

ClientMessage report(Fields& fields) {
  party::PlayerReport report;
  report.position = Millis{std::llround(fields.number("position_ms", 0, kMaxPositionMs))};
  if (const auto sampled_at = fields.optional_number("server_time_ms", 0, kMaxClientTime)) {
    report.sampled_at = from_unix_ms(std::llround(*sampled_at));
  }
  report.playing = fields.boolean_or("playing", false);
  report.status.buffering = fields.boolean_or("buffering", false);
  report.status.ready = fields.boolean_or("ready", true);
  if (const auto rtt = fields.optional_number("rtt_ms", 0, 3'600'000)) report.round_trip = Millis{std::llround(*rtt)};
  return party::Command{party::Report{report}};
}

ClientMessage ignore_wait(Fields& fields) {
  return party::Command{party::IgnoreWait{fields.boolean("ignore")}};
}

ClientMessage open_ready_check(Fields& fields) {
  party::OpenReadyCheck open;
  if (fields.optional_number("countdown_ms", 0, max_countdown_ms)) {
    open.countdown = Millis{fields.integer("countdown_ms", 0, max_countdown_ms)};
  }
  return party::Command{open};
}

ClientMessage answer_ready_check(Fields& fields) {
  return party::Command{party::AnswerReadyCheck{fields.boolean("is_ready")}};
}

/// Either how far ahead, or when.
ClientMessage schedule_start(Fields& fields) {
  party::ScheduleStart schedule;
  constexpr auto soonest = static_cast<double>(party::soonest_start.count());
  constexpr auto farthest = static_cast<double>(party::farthest_start.count());
  if (const auto in = fields.optional_number("in_ms", soonest, farthest)) schedule.in = Millis{std::llround(*in)};
  if (const auto at = fields.optional_number("at_ms", 0, kMaxClientTime)) {
    schedule.at = from_unix_ms(std::llround(*at));
  }
  if (schedule.in.has_value() == schedule.at.has_value()) {
    fields.fail("give one of \"in_ms\", 1000 to 86400000, and \"at_ms\", a server time");
  }
  return party::Command{schedule};
}

ClientMessage settings(Fields& fields) {
  return party::Command{party::ChangeSettings{read_settings(fields)}};
}

ClientMessage time_sync(Fields& fields) {
  return TimeSync{fields.number("t0", -kMaxClientTime, kMaxClientTime)};
}

ClientMessage authenticate(Fields& fields) {
  return Authenticate{fields.text("token", 1, max_token_code_points)};
}

template <party::Role role>
ClientMessage set_role(Fields& fields) {
  return party::Command{party::SetRole{UserId{fields.id("user_id")}, role}};
}

ClientMessage kick(Fields& fields) {
  return party::Command{party::Kick{UserId{fields.id("user_id")}}};
}
ClientMessage lift_kick(Fields& fields) {
  return party::Command{party::LiftKick{UserId{fields.id("user_id")}}};
}

template <bool admit>
ClientMessage answer_join_request(Fields& fields) {
  return party::Command{party::AnswerJoinRequest{UserId{fields.id("user_id")}, admit}};
}

template <class Request>
ClientMessage change_queue(Request request) {
  return party::Command{party::ChangeQueue{std::move(request)}};
}

std::optional<QueueItemId> optional_item(Fields& fields, std::string_view name) {
  return fields.optional_word(name) ? std::optional{QueueItemId{fields.id(name)}} : std::nullopt;
}

ClientMessage queue_add(Fields& fields) {
  return read_add_to_queue(fields);
}
ClientMessage queue_move(Fields& fields) {
  return change_queue(party::MoveQueued{QueueItemId{fields.id("item_id")}, optional_item(fields, "before_id")});
}
ClientMessage queue_remove(Fields& fields) {
  return change_queue(party::RemoveQueued{QueueItemId{fields.id("item_id")}});
}
ClientMessage queue_clear(Fields&) {
  return change_queue(party::ClearQueue{});
}
ClientMessage queue_play(Fields& fields) {
  return change_queue(party::PlayQueued{optional_item(fields, "item_id")});
}
ClientMessage queue_shuffle(Fields&) {
  return change_queue(party::ShuffleQueue{});
}
ClientMessage queue_loop(Fields& fields) {
  const auto loop = party::loop_from_string(fields.optional_word("loop").value_or(""));
  if (!loop) fields.fail(R"("loop" must be "off", "one" or "all")");
  return change_queue(party::SetLoop{loop.value_or(party::Loop::off)});
}
ClientMessage vote_skip(Fields& fields) {
  return party::Command{party::VoteSkip{fields.boolean_or("skip", true)}};
}

struct Decoder {
  std::string_view type;
  ClientMessage (*decode)(Fields&);
};

constexpr std::array kDecoders{
    Decoder{"play", plain<party::Play>},
    Decoder{"pause", plain<party::Pause>},
    Decoder{"seek", seek},
    Decoder{"skip", skip},
    Decoder{"set-rate", set_rate},
    Decoder{"undo", plain<party::Undo>},
    Decoder{"ready-check", open_ready_check},
    Decoder{"ready-check-cancel", plain<party::CancelReadyCheck>},
    Decoder{"ready", answer_ready_check},
    Decoder{"schedule-start", schedule_start},
    Decoder{"cancel-start", plain<party::CancelStart>},
    Decoder{"settings", settings},
    Decoder{"ignore-wait", ignore_wait},
    Decoder{"ask-control", plain<party::AskControl>},
    Decoder{"sync-request", sync_request},
    Decoder{"chat", chat},
    Decoder{"edit-message", edit_message},
    Decoder{"delete-message", delete_message},
    Decoder{"report-message", report_message},
    Decoder{"mute", mute},
    Decoder{"unmute", unmute},
    Decoder{"reaction", reaction},
    Decoder{"reactions", reactions},
    Decoder{"typing", typing},
    Decoder{"report", report},
    Decoder{"time-sync", time_sync},
    Decoder{"authenticate", authenticate},
    Decoder{"leave", plain<party::Leave>},
    Decoder{"end", plain<party::End>},
    Decoder{"promote", set_role<party::Role::co_host>},
    Decoder{"demote", set_role<party::Role::viewer>},
    Decoder{"hand-over", set_role<party::Role::host>},
    Decoder{"kick", kick},
    Decoder{"lift-kick", lift_kick},
    Decoder{"admit", answer_join_request<true>},
    Decoder{"decline", answer_join_request<false>},
    Decoder{"reclaim", plain<party::Reclaim>},
    Decoder{"queue-add", queue_add},
    Decoder{"queue-move", queue_move},
    Decoder{"queue-remove", queue_remove},
    Decoder{"queue-clear", queue_clear},
    Decoder{"queue-play", queue_play},
    Decoder{"queue-shuffle", queue_shuffle},
    Decoder{"queue-loop", queue_loop},
    Decoder{"vote-skip", vote_skip},
};

DecodeError unknown_type(std::string_view type) {
  std::string known;
  for (const Decoder& decoder : kDecoders) known += (known.empty() ? "" : ", ") + std::string{decoder.type};
  // The type is repeated only when it is short: an error must not be a way to make the server send much.
  const std::string named = type.size() <= 40 ? fmt::format(" \"{}\"", type) : std::string{};
  return {fmt::format("unknown type{}; known are {}", named, known)};
}

/// A `party_id` other than the connection's own is never followed: the command would act on a party its sender was not
/// checked for.
Result<void, DecodeError> check_party(const json::object& object, const PartyId& party) {
  const json::value* named = object.if_contains("party_id");
  if (named == nullptr || named->is_null()) return success();
  const json::string* text = named->if_string();
  if (text == nullptr) return DecodeError{"\"party_id\" must be a string, this connection's party, or left out"};
  if (std::string_view{text->data(), text->size()} != party.str()) {
    return DecodeError{"\"party_id\" is not this connection's party"};
  }
  return success();
}

}  // namespace

Result<DecodedMessage, DecodeError> decode_command(std::string_view text, const PartyId& party) {
  const auto value = parse_strict_json(text, max_json_depth);
  if (!value) return DecodeError{value.error()};
  const json::object* object = value.value().if_object();
  if (object == nullptr) return DecodeError{"a command is a JSON object with a \"type\""};
  const json::value* type = object->if_contains("type");
  if (type == nullptr || !type->is_string()) return DecodeError{"\"type\" is missing or not a string"};

  const std::string_view name{type->get_string().data(), type->get_string().size()};
  const auto decoder = std::find_if(kDecoders.begin(), kDecoders.end(), [&](const auto& d) { return d.type == name; });
  if (decoder == kDecoders.end()) return unknown_type(name);
  if (auto checked = check_party(*object, party); !checked) return checked.error();

  Fields fields(*object);
  ClientMessage message = decoder->decode(fields);
  if (fields.failed()) return DecodeError{fmt::format("{}: {}", decoder->type, fields.error()), decoder->type};
  return DecodedMessage{std::move(message), decoder->type};
}

}  // namespace matinee::protocol
