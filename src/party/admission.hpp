// How people get into a party besides its code: invitations, a password, and a waiting room where the host or a co-host
// decides. The rarely used part of a party; it has none while it would be empty. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/roster.hpp"

namespace matinee::party {

struct Limits;
struct Party;

/// Invitations a party may have, whether they still let anybody in or not.
inline constexpr std::size_t most_invitations = 100;

/// A code of its own beside the party's, for as many people and as long as its maker wishes. Who made it vouches for
/// who comes by it: neither the password nor the waiting room is in their way.
struct Invitation {
  InvitationId id;
  std::string code;  ///< in capitals; lets in whoever shows it
  std::string note;  ///< what its maker wrote to tell it from others; may be empty
  Person by;
  ServerTime created_at{};
  std::optional<ServerTime> expires_at{};  ///< from then on it lets nobody in; nothing: never
  std::optional<std::uint32_t> max_uses{};  ///< at least 1; nothing: as many as there are seats
  std::uint32_t uses = 0;

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

enum class InvitationState : std::uint8_t { usable, used_up, expired };
/// "usable", "used_up", "expired".
std::string_view to_string(InvitationState state);
InvitationState state_of(const Invitation& invitation, ServerTime now);

/// Somebody in the waiting room, or sent away from it.
struct JoinRequest {
  Profile profile;
  ServerTime at{};        ///< when they asked, or were declined
  bool declined = false;  ///< else they wait

  friend bool operator==(const JoinRequest&, const JoinRequest&) = default;
};

struct Admission {
  std::string password_hash;  ///< by libsodium, with its salt and cost; empty: no password
  UserId claimant;            ///< who may reclaim the role of the host, while somebody else has it; empty: nobody
  std::map<InvitationId, Invitation> invitations{};
  std::map<UserId, JoinRequest> requests{};

  bool empty() const { return password_hash.empty() && claimant.empty() && invitations.empty() && requests.empty(); }
  friend bool operator==(const Admission&, const Admission&) = default;
};

/// The party's; one without anything where it has none.
const Admission& admission_of(const Party& party);

/// Changes the party's and drops it when nothing is left in it.
template <class Change>
void change_admission(Boxed<Admission>& admission, Change change) {
  if (!admission) admission.emplace();
  change(*admission);
  if (admission->empty()) admission.reset();
}

/// The user's request goes, and their invitations are nobody's from now on.
void forget_at_the_door(Boxed<Admission>& admission, const UserId& user);

/// The invitation with this code if it lets anybody in now, else null.
const Invitation* usable_invitation(const Party& party, std::string_view code, ServerTime now);

/// The user's request while it stands, else null: it is forgotten after a time.
const JoinRequest* request_of(const Party& party, const UserId& user, ServerTime now, const Limits& limits);

/// How many wait to be let in.
std::size_t waiting_count(const Party& party, ServerTime now, const Limits& limits);

/// Who may take the role of the host, or has it by having created the party; empty where nobody has the claim.
UserId claim_of(const Party& party);

/// What becomes of the claim when the role of the host passes from the party's present host to `next`. `handed_over`:
/// the host gave it away, and their claim with it.
void pass_claim(Party& party, const UserId& next, bool handed_over);

}  // namespace matinee::party
