#include "protocol/chat_json.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <cmath>
#include <utility>

#include "protocol/emoji.hpp"
#include "protocol/json_values.hpp"
#include "protocol/limits.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

std::string read_message(Fields& fields) {
  return fields.text("message", 1, max_chat_code_points, "\n\t");
}

std::vector<UserId> read_mentions(Fields& fields) {
  std::vector<UserId> mentions;
  for (std::string& id : fields.optional_ids("mentions", max_mentions)) mentions.emplace_back(std::move(id));
  return mentions;
}

}  // namespace

party::Chat read_chat(Fields& fields) {
  party::Chat chat;
  chat.message = read_message(fields);
  if (auto reply_to = fields.optional_id("reply_to")) chat.reply_to = MessageId{*std::move(reply_to)};
  chat.mentions = read_mentions(fields);
  chat.video_timestamp = read_video_timestamp(fields);
  return chat;
}

party::EditMessage read_edit(Fields& fields, MessageId id) {
  return {std::move(id), read_message(fields), read_mentions(fields)};
}

party::ReportMessage read_report(Fields& fields, MessageId id) {
  return {std::move(id), fields.optional_text("reason", max_report_code_points, "\n\t").value_or("")};
}

party::SetMute read_mute(Fields& fields, UserId user) {
  party::SetMute mute{std::move(user), true};
  constexpr std::int64_t longest = max_mute.count();
  if (fields.optional_number("duration_ms", 1'000, static_cast<double>(longest))) {
    mute.duration = Millis{fields.integer("duration_ms", 1'000, longest)};
  }
  return mute;
}

std::optional<Millis> read_video_timestamp(Fields& fields) {
  const auto seconds = fields.optional_number("video_timestamp", 0, max_position_seconds);
  return seconds ? std::optional{Millis{std::llround(*seconds * 1000.0)}} : std::nullopt;
}

std::string read_emoji(Fields& fields) {
  std::string emoji = fields.text("emoji", 1, max_emoji_code_points);
  if (!fields.failed() && !is_emoji(emoji))
    fields.fail("\"emoji\" must be one emoji, such as 🔥, 👍🏽 or 🇫🇷");
  return emoji;
}

json::object message_object(const party::ChatMessage& message) {
  json::array mentions;
  for (const UserId& user : message.mentions) mentions.emplace_back(user.str());
  json::object object;
  object["id"] = message.id.str();
  object["user_id"] = message.user.str();
  object["display_name"] = message.profile.display_name;
  object["avatar_url"] = nullable(message.profile.avatar_url);
  object["message"] = message.message;
  object["created_at"] = to_rfc3339(message.at);
  object["clip_id"] = nullable(message.clip);
  object["position_ms"] = message.position.count();
  object["reply_to"] = nullable(message.reply_to);
  object["mentions"] = std::move(mentions);
  object["edited_at"] = nullable_time(message.edited_at);
  object["deleted_at"] = nullable_time(message.deleted_at);
  return object;
}

}  // namespace matinee::protocol
