// What happened to messages and to those who write them. Part of Effect; see effect.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "party/chat.hpp"

namespace matinee::party {

struct ChatPosted {
  MessageId id;
  UserId user;
  std::string message;
  ServerTime at{};
  std::optional<ClipId> clip{};
  Millis position{0};
  std::optional<MessageId> reply_to{};
  std::vector<UserId> mentions{};
};
struct MessageEdited {
  ChatMessagePtr message;  ///< as it is now
};
struct MessageDeleted {
  MessageId id;
  UserId author;
  Person by;
  ServerTime at{};
};
/// Told to those who run the party alone, and without who reported.
struct MessageReported {
  ChatMessagePtr message;
  UserId reporter;
  std::string reason;
  ServerTime at{};
};
struct MuteChanged {
  UserId user;
  bool muted = true;
  std::optional<ServerTime> until{};  ///< nothing: until it is lifted
  std::optional<Person> by{};
  ServerTime at{};
};

}  // namespace matinee::party
