// What commands about getting in did. Part of Effect; see effect.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "party/admission.hpp"

namespace matinee::party {

struct InvitationCreated {
  Invitation invitation;
};
/// Revoked, or cleared away for a new one because it let nobody in any more.
struct InvitationRemoved {
  InvitationId id;
};
/// Somebody got their seat by it.
struct InvitationUsed {
  InvitationId id;
  Person who;
  ServerTime at{};
};

/// Told to nobody; that there is a password is one of the settings.
struct PasswordChanged {
  std::string hash;  ///< empty: none any more
};

/// Somebody waits to be let in; told to host and co-hosts.
struct JoinRequested {
  UserId user;
  JoinRequest request;
};
enum class JoinAnswer : std::uint8_t {
  admitted,
  declined,
  withdrawn,  ///< by who had asked
  expired,    ///< nobody answered for too long
};
/// "admitted", "declined", "withdrawn", "expired".
std::string_view to_string(JoinAnswer answer);
struct JoinRequestAnswered {
  UserId user;
  JoinAnswer answer = JoinAnswer::admitted;
  std::optional<Person> by{};  ///< nothing: nobody in particular
  ServerTime at{};
};

}  // namespace matinee::party
