// Credentials carried in Sec-WebSocket-Protocol, the one upgrade header a browser's script can set. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace matinee::auth {

/// The subprotocol this server speaks.
inline constexpr std::string_view matinee_subprotocol = "matinee.v1";

struct SubprotocolCredentials {
  enum class Kind {
    none,    ///< no credential among the entries
    ticket,  ///< "ticket.<ticket>" beside "matinee.v1": `credential` is for TicketBook::redeem
    bearer,  ///< "auth.bearer.<token in base64 or base64url, padded or not>": `credential` is the decoded token
  };

  Kind kind = Kind::none;
  std::string credential;
  /// What the response's Sec-WebSocket-Protocol has to say; empty: leave the header out. "matinee.v1" where it was
  /// offered, except that a bearer entry is echoed verbatim: browsers close a socket whose offer went unanswered.
  std::string selected;
};

/// Reads the header's value (several header lines joined by commas). Unknown subprotocols are passed over. The error is
/// a sentence for the client, without any credential in it.
Result<SubprotocolCredentials, std::string> parse_subprotocols(std::string_view header);

}  // namespace matinee::auth
