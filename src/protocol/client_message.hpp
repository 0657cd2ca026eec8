// What a client can say on a socket, decoded: commands for the party, and what the connection answers by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "party/command.hpp"
#include "protocol/queue_message.hpp"

namespace matinee::protocol {

/// `sync-request`: answered with the full state. A client may say where its own player is (position in seconds or
/// position_ms), which is how drift is measured without reports.
struct SyncRequest {
  std::optional<Millis> position;
};

/// `time-sync`: t0 is the client's own clock, returned untouched; milliseconds, fractions allowed.
struct TimeSync {
  double t0 = 0;
};

/// `authenticate`: a fresh token for the same user, before the old one expires.
struct Authenticate {
  std::string token;
};

using ClientMessage = std::variant<party::Command, SyncRequest, TimeSync, Authenticate, AddToQueue>;

/// A decoded message with the name it came under, which metrics count by.
struct DecodedMessage {
  ClientMessage message;
  std::string_view type;  ///< static storage
};

struct DecodeError {
  std::string detail;       ///< what was wrong and what would be right; safe to send back
  std::string_view type{};  ///< static storage; empty when it was no known command
};

/// Decodes one text message. `party` is the connection's party: a `party_id` that names another is an error, never
/// followed. Chat commands come without a MessageId; the owner assigns it.
Result<DecodedMessage, DecodeError> decode_command(std::string_view text, const PartyId& party);

}  // namespace matinee::protocol
