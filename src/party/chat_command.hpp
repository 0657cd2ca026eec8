// What can be asked about messages and those who write them. Part of Command; see command.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "party/chat.hpp"

namespace matinee::party {

// Every participant who may speak.
struct Chat {
  MessageId id;
  std::string message;                      ///< 1-1000 code points
  std::optional<MessageId> reply_to{};      ///< opaque: one that is not there is shown as such
  std::vector<UserId> mentions{};           ///< those without a seat are left out
  std::optional<Millis> video_timestamp{};  ///< where the writer's own film is; the party's where that is less
};
/// The author's own message. `original` is looked up by the party's owner, here and below.
struct EditMessage {
  MessageId id;
  std::string message;  ///< 1-1000 code points
  std::vector<UserId> mentions{};
  ChatMessagePtr original{};
};
/// The author's own; a co-host's of everyone but the host; the host's of everyone.
struct DeleteMessage {
  MessageId id;
  ChatMessagePtr original{};
};
/// Tells those who run the party of a message of somebody else.
struct ReportMessage {
  MessageId id;
  std::string reason;  ///< up to 500 code points, may be empty
  ChatMessagePtr original{};
};

// Host and co-host.
struct SetMute {
  UserId user;
  bool muted = true;
  std::optional<Millis> duration{};  ///< nothing: until it is lifted
};

}  // namespace matinee::party
