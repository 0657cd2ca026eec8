// Who may sign in, from the settings: the verifier of tokens and, where guests are on, the server's own identities.
#pragma once

#include <optional>
#include <string>

#include "auth/guest.hpp"
#include "auth/token_verifier.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"

namespace matinee::app {

struct Identities {
  auth::TokenVerifier verifier;
  std::optional<auth::GuestIdentities> guests;  ///< empty: guests are off
};

/// Makes the operator's key in the data directory when it is missing. Without it only admin-users are operators; the
/// error says why it can't be made.
Result<void, std::string> make_operator_key(const config::Settings& settings);

/// Reads the keys, the operator's too where there is one; makes the data directory and the guest key when they are
/// missing and guests are on.
/// `guest_key`: what servers of a cluster share instead.
Result<Identities, std::string> open_identities(const config::Settings& settings,
                                                const std::optional<std::string>& guest_key = std::nullopt);

}  // namespace matinee::app
