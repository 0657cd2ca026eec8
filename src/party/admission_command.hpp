// What can be asked about who gets in. Part of Command; see command.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "party/admission.hpp"

namespace matinee::party {

// Membership: anyone the invitation reached.
struct Join {
  Profile profile;
  bool by_invite = true;  ///< by the party's code or an invitation; by id only public parties let in
  std::string invitation{};  ///< the code of the invitation they came by, in capitals; empty: by none
  /// They showed a password, and it fits this hash; empty: it fits none they were asked for. Compared outside of the
  /// party, because that takes long.
  std::optional<std::string> password_fits{};
};
/// Who waits to be let in goes away again.
struct WithdrawJoinRequest {};

// Host and co-host.
struct CreateInvitation {
  InvitationId id;    ///< drawn by the engine, like the code
  std::string code;   ///< in capitals
  std::string note{};  ///< up to 100 code points
  std::optional<Millis> expires_in{};
  std::optional<std::uint32_t> max_uses{};
};
struct RevokeInvitation {
  InvitationId id;
};
/// Lets in somebody who waits, or was declined; or declines.
struct AnswerJoinRequest {
  UserId user;
  bool admit = true;
};

// Host.
struct SetPassword {
  std::string hash;  ///< empty: no password any more
};

/// Every participant may ask, but only who created the party is heard: they become its host again.
struct Reclaim {};

}  // namespace matinee::party
