// What the servers of a cluster say to one another about parties and their members. A member's own server accepted its
// socket; the owner is the server that decides for the party. Connections are named by the member's server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/strong_id.hpp"
#include "engine/session.hpp"
#include "party/roster.hpp"
#include "protocol/close_code.hpp"
#include "protocol/error_code.hpp"
#include "protocol/event.hpp"

namespace matinee::engine {

// ---- To the owner.

/// A socket asks for a place, for the first time or again.
struct AttachMember {
  PartyId party;
  ConnectionId connection{};
  UserId user;
  party::Profile profile;
};
/// The socket is gone.
struct DetachMember {
  PartyId party;
  ConnectionId connection{};
  bool clean = false;
};
/// A text message of a member, as it came; checked already.
struct MemberSaid {
  PartyId party;
  ConnectionId connection{};
  std::string text;
};
/// A user is to be forgotten in a party that goes on.
struct ForgetUser {
  PartyId party;
  UserId user;
};

// ---- To a member's server.

/// Where a party's blobs are counted: anew, in the next series, whenever an owner begins to tell others' members.
struct BlobNumber {
  std::uint64_t series = 0;
  std::uint64_t number = 0;

  friend auto operator<=>(const BlobNumber&, const BlobNumber&) = default;
};
/// It is a member; what the party is told from the blob `next` on reaches it.
struct MemberAttached {
  PartyId party;
  ConnectionId connection{};
  protocol::Stamp told;
  BlobNumber next;
};
struct MemberRefused {
  PartyId party;
  ConnectionId connection{};
  protocol::Refusal refusal;
};
/// For the one member.
struct TellMember {
  ConnectionId connection{};
  BlobPtr blob;
};
struct CloseMember {
  ConnectionId connection{};
  protocol::CloseCode code = protocol::CloseCode::normal;
};
/// Of what the member said the owner has done the first so many, or refused them; what there was to tell of that went
/// out before. Counted from its attaching.
struct MemberSettled {
  ConnectionId connection{};
  std::uint64_t settled = 0;
};
/// The sender does not decide for the party any more. What the member said beyond the first `taken` has come to nothing;
/// what became of those between `settled` and `taken` is not known.
struct MemberReleased {
  PartyId party;
  ConnectionId connection{};
  std::uint64_t settled = 0;
  std::uint64_t taken = 0;
};
/// The sender knows nothing of a member, and what it said has come to nothing: ask again who decides for the party.
struct PartyMoved {
  PartyId party;
};
/// The party has been told so much: whoever has heard less has missed something.
struct PartyStands {
  PartyId party;
  BlobNumber next;
};
/// Nothing but its number, which shows whether one before it got lost.
struct Beat {};
/// Something between the two servers may have been lost: members of the sender's parties are to attach again.
struct AttachAgain {};

using PeerMessage =
    std::variant<AttachMember, DetachMember, MemberSaid, ForgetUser, MemberAttached, MemberRefused, TellMember, CloseMember,
                 MemberSettled, MemberReleased, PartyMoved, PartyStands, Beat, AttachAgain>;

/// A message with who sent it, and the how-manieth from there to here it is: a gap says that one was lost.
struct PeerEnvelope {
  std::string sender;
  std::uint64_t number = 0;
  PeerMessage message;
};

/// On a party's subject: what its members are told.
struct PartyTold {
  std::string owner;
  BlobNumber number;
  protocol::Stamp told;
  BlobPtr blob;
};

std::string pack(const PeerEnvelope& envelope);
std::string pack(const PartyTold& told);
/// Nothing: these are no such bytes, of another version of the program perhaps.
std::optional<PeerEnvelope> unpack_envelope(std::string_view bytes);
std::optional<PartyTold> unpack_told(std::string_view bytes);

}  // namespace matinee::engine
