// What is said, as JSON, on sockets and over HTTP alike. Internal to protocol/ and http_api/; Boost.JSON is visible
// here. Readers leave what is wrong in `fields`. Pure.
#pragma once

#include <boost/json/object.hpp>

#include "party/command.hpp"
#include "protocol/fields.hpp"

namespace matinee::protocol {

/// {"message", "reply_to"?, "mentions"?, "video_timestamp"?}; comes without a MessageId.
party::Chat read_chat(Fields& fields);
/// {"message", "mentions"?} for the message `id`.
party::EditMessage read_edit(Fields& fields, MessageId id);
/// {"reason"?} for the message `id`.
party::ReportMessage read_report(Fields& fields, MessageId id);
/// {"duration_ms"?} for `user`.
party::SetMute read_mute(Fields& fields, UserId user);
/// "video_timestamp" in seconds, where given.
std::optional<Millis> read_video_timestamp(Fields& fields);
/// "emoji": one emoji.
std::string read_emoji(Fields& fields);

boost::json::object message_object(const party::ChatMessage& message);

}  // namespace matinee::protocol
