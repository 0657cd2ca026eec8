// What storage keeps of what was said: messages, mutes, reports, and reactions in sums. Part of the Store port.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/chat.hpp"

namespace matinee::storage {

// ---- Writes, each part of a change of a party (see PartyWrite).

struct AppendChat {
  MessageId id;
  UserId user;
  std::string message;
  Millis position{0};  ///< where the film was
  ServerTime at{};
  std::optional<ClipId> clip{};
  std::optional<MessageId> reply_to{};
  std::vector<UserId> mentions{};
};
/// A message that is not there, or was deleted, stays as it is.
struct EditChat {
  MessageId id;
  std::string message;
  std::vector<UserId> mentions;
  ServerTime at{};
};
/// The row stays, its text and mentions go.
struct DeleteChat {
  MessageId id;
  UserId by;
  ServerTime at{};
};
/// Keeps the text reported, whatever becomes of the message. A second report of a user of a message changes nothing.
struct AppendReport {
  MessageId message;
  UserId reporter;
  std::string reason;
  std::string text;  ///< of the message, when it was reported
  ServerTime at{};
};
struct PutMute {
  UserId user;
  std::optional<ServerTime> until;  ///< nothing: until it is lifted
};
struct RemoveMute {
  UserId user;
};

// ---- Reactions: sums by clip and stretch of the film. Added without a condition, told to nobody who waits.

/// The stretch of film whose reactions are counted together.
inline constexpr Millis reaction_bucket{5'000};
/// Different emoji kept of one stretch; what comes when there are as many already is not kept.
inline constexpr std::size_t max_emoji_in_bucket = 12;

struct ReactionTally {
  ClipId clip;
  std::size_t bucket = 0;  ///< position / reaction_bucket
  std::string emoji;
  std::size_t count = 0;
};
/// A submission of its own. A party that is not there is passed over.
struct AddReactions {
  PartyId party;
  std::vector<ReactionTally> tallies;
};

// ---- Reads.

/// Which messages: the newest, those before or those after one. At most one of the two is given.
struct MessageQuery {
  std::optional<MessageId> before{};
  std::optional<MessageId> after{};
  std::size_t limit = 50;  ///< at least 1
};
struct MessagePage {
  std::vector<party::ChatMessage> messages;  ///< in the order they were said
  bool more = false;                         ///< further ones in the direction asked
};

struct MessageReport {
  party::ChatMessage message;  ///< as it is now
  std::string text;            ///< as it was reported
  std::string reason;
  ServerTime at{};
};

struct ReactionQuery {
  ClipId clip;
  std::size_t from_bucket = 0;
  std::size_t limit = 20'000;  ///< rows
};

}  // namespace matinee::storage
