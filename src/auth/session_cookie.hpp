// The session cookie: a token kept by the browser where no script can read it. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace matinee::auth {

inline constexpr std::string_view session_cookie_name = "matinee_session";

/// The value of a Set-Cookie header (RFC 6265 section 4.1) that stores `token`: HttpOnly, SameSite=Lax, Path=/, and
/// Secure when the request came over https. `lifetime` becomes Max-Age in whole seconds, at least 0; without one the
/// cookie lives as long as the browser's session. `token` must be a verified one: its characters are not checked.
std::string set_session_cookie(std::string_view token, std::optional<Millis> lifetime, bool secure);

/// The value of a Set-Cookie header that removes it.
std::string clear_session_cookie(bool secure);

/// The session token in a Cookie header's value (RFC 6265 section 4.2), a view into it; the first when there are
/// several, empty when there is none.
std::optional<std::string_view> session_token(std::string_view cookie_header);

}  // namespace matinee::auth
