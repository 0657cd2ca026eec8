// SignedTickets: tickets that any server of a cluster can redeem, whichever issued them: they carry what they say, signed
// with the cluster's key. That each is used once is left to the storage all servers share. Immutable.
#pragma once

#include <string>

#include "auth/tickets.hpp"

namespace matinee::auth {

class SignedTickets final : public Tickets {
 public:
  /// `key`: secret, the same on all servers.
  SignedTickets(std::string_view key, Millis time_to_live);

  std::string issue(const Principal& principal, const PartyId& party, ServerTime now) override;
  std::optional<Redeemed> redeem(std::string_view ticket, const PartyId& party, ServerTime now) override;

 private:
  std::string signature_of(std::string_view content) const;

  const std::string key_;  ///< of the signatures: derived, so that nothing else signed with the secret is a ticket
  const Millis time_to_live_;
};

}  // namespace matinee::auth
