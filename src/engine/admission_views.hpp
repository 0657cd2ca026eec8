// What joining takes and gives, and what the engine shows of how people get in: invitations and the waiting room.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "party/admission.hpp"
#include "protocol/error_code.hpp"
#include "storage/admission_records.hpp"

namespace matinee::engine {

/// Compares the password somebody showed with a party's hash: whether it fits, or why that can't be said now. Called at
/// most once, on the shard of the question; `done` may be called on any thread. The password itself stays with whoever
/// asks.
using PasswordComparison =
    std::function<void(std::string hash, std::function<void(Result<bool, protocol::Refusal>)> done)>;

/// Somebody wants a seat.
struct JoinAttempt {
  std::string code_or_id;  ///< of the party or of an invitation, in any case; or the id of a public party
  UserId user;
  party::Profile profile;
  PasswordComparison password{};  ///< empty: none was shown
  bool counted = false;           ///< against the limit of joins, by the server that passed it on
};

/// Where somebody stands with a party.
enum class Standing : std::uint8_t { admitted, waiting, declined };
/// "admitted", "waiting", "declined".
std::string_view to_string(Standing standing);

struct JoinResult {
  PartyId party;
  Standing standing = Standing::admitted;
};

struct InvitationView {
  party::Invitation invitation;
  party::InvitationState state = party::InvitationState::usable;
  std::vector<storage::InvitationUse> used_by{};  ///< the last first
};

struct NewInvitation {
  std::string note{};
  std::optional<Millis> expires_in{};
  std::optional<std::uint32_t> max_uses{};
  bool counted = false;  ///< against the limit of invitations, by the server that passed it on
};

/// Somebody in the waiting room.
struct WaitingUser {
  UserId user;
  party::Profile profile;
  ServerTime since{};
};

}  // namespace matinee::engine
