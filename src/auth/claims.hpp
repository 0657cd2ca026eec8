// From the claims of a token whose signature is verified to a Principal. Internal to auth/.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "auth/principal.hpp"
#include "auth/token_verifier.hpp"
#include "base/result.hpp"

namespace matinee::auth {

/// What a token of one kind has to claim.
struct ClaimRules {
  bool guest = false;
  std::string_view issuer;    ///< empty: any
  std::string_view audience;  ///< empty: any
};

/// The error of a token that isn't one, whatever it claims.
TokenError malformed(std::string message);

Result<Principal, TokenError> principal_from(const boost::json::object& claims, const ClaimRules& rules, WallTime now);

}  // namespace matinee::auth
