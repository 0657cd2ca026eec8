// What storage keeps of how people get into a party: invitations and their uses, the password's hash, the waiting room.
// Part of the Store port.
#pragma once

#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/admission.hpp"

namespace matinee::storage {

// ---- Writes, each part of a change of a party (see PartyWrite).

/// Inserts or updates it. A code another invitation has makes the change fail as `corrupt`; codes are drawn at random,
/// and long enough for that to be no concern.
struct PutInvitation {
  party::Invitation invitation;
};
/// And who used it.
struct RemoveInvitation {
  InvitationId id;
};
/// Of an invitation that is there; the last use of a user counts.
struct PutInvitationUse {
  InvitationId invitation;
  party::Person who;
  ServerTime at{};
};
struct PutPassword {
  std::string hash;  ///< empty: none any more
};
struct PutJoinRequest {
  UserId user;
  party::JoinRequest request;
};
struct RemoveJoinRequest {
  UserId user;
};

/// Somebody's seat came from an invitation.
struct InvitationUse {
  InvitationId invitation;
  party::Person who;
  ServerTime at{};

  friend bool operator==(const InvitationUse&, const InvitationUse&) = default;
};

}  // namespace matinee::storage
