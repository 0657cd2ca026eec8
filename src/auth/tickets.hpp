// Tickets: the port to one-time tickets with which browsers open sockets, since they can't set an Authorization header
// there. Adapters: TicketBook (one server) and SignedTickets (a cluster). Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/principal.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::auth {

/// What a ticket is good for.
struct Redeemed {
  Principal principal;
  /// Names the ticket, where it counts only once its name was used up in storage (see engine::Credentials); empty: it
  /// is used up already.
  std::string single_use{};

  friend bool operator==(const Redeemed&, const Redeemed&) = default;
};

class Tickets {
 public:
  virtual ~Tickets() = default;

  /// A ticket for `principal` to open one socket of `party` before `now` + time to live: fit for a
  /// Sec-WebSocket-Protocol entry after "ticket.".
  virtual std::string issue(const Principal& principal, const PartyId& party, ServerTime now) = 0;

  /// Whose ticket it is. Empty when it is unknown, used, expired or of another party; either way it is used up.
  virtual std::optional<Redeemed> redeem(std::string_view ticket, const PartyId& party, ServerTime now) = 0;
};

}  // namespace matinee::auth
