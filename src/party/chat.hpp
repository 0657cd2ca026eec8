// What is said in a party: messages as they are stored, who may not speak, and who changed messages how often. The
// party itself keeps no messages; they are read from storage. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/rate_window.hpp"
#include "party/roster.hpp"

namespace matinee::party {

struct Party;
struct Limits;

/// A message as it is now. Deleted, it is a tombstone: its place and its author stay, its text is gone.
struct ChatMessage {
  MessageId id;
  UserId user;
  Profile profile;      ///< of its author, as it was when it was written
  std::string message;  ///< 1-1000 code points; empty when deleted
  ServerTime at{};
  std::optional<ClipId> clip{};  ///< what played
  Millis position{0};            ///< where in it: a viewer who is behind may wait for this
  std::optional<MessageId> reply_to{};
  std::vector<UserId> mentions{};
  std::optional<ServerTime> edited_at{};
  std::optional<ServerTime> deleted_at{};

  friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};
/// A message on its way through commands and effects; null where it is not known, or not there.
using ChatMessagePtr = std::shared_ptr<const ChatMessage>;

/// The rarely used part of a party; a party has none while it would be empty. Mutes are stored, windows are not.
struct ChatState {
  std::map<UserId, std::optional<ServerTime>> mutes;  ///< until when; nothing: until it is lifted
  std::map<UserId, RateWindow> changes;               ///< edits, deletions and reports of the last minute

  friend bool operator==(const ChatState& one, const ChatState& other) { return one.mutes == other.mutes; }
};
using ChatStatePtr = std::shared_ptr<const ChatState>;

/// A mute in force. `until`: nothing, until it is lifted.
struct Mute {
  std::optional<ServerTime> until;
};
std::optional<Mute> mute_of(const Party& party, const UserId& user, ServerTime now);

void add_mute(ChatStatePtr& state, const UserId& user, std::optional<ServerTime> until);
void remove_mute(ChatStatePtr& state, const UserId& user);
/// Counts an edit, a deletion or a report, and forgets the windows that are empty by now.
void count_message_change(ChatStatePtr& state, const UserId& user, const RateLimit& limit, ServerTime now);

}  // namespace matinee::party
