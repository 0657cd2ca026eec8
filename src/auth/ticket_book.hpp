// TicketBook: the tickets of a server that is alone, kept in memory. Thread-safe: one lock around short operations. Not
// persistent: a ticket lives for seconds.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "auth/tickets.hpp"

namespace matinee::auth {

class TicketBook final : public Tickets {
 public:
  /// `capacity` bounds the tickets outstanding in all, `per_user` those of one user; beyond either, the oldest gives
  /// way, so that nobody can push out others' tickets by asking for many.
  explicit TicketBook(Millis time_to_live, std::size_t capacity = 10'000, std::size_t per_user = 16);

  /// 43 characters of base64url (32 random bytes).
  std::string issue(const Principal& principal, const PartyId& party, ServerTime now) override;
  std::optional<Redeemed> redeem(std::string_view ticket, const PartyId& party, ServerTime now) override;

  /// Tickets outstanding, expired ones not yet cleared included.
  std::size_t size() const;

 private:
  struct Entry {
    std::string ticket;
    Principal principal;
    PartyId party;
    ServerTime expires_at;
  };
  using Entries = std::list<Entry>;

  void make_room(const UserId& user, ServerTime now);
  void erase(Entries::iterator entry);

  const Millis time_to_live_;
  const std::size_t capacity_;
  const std::size_t per_user_;

  mutable std::mutex mutex_;
  Entries entries_;  // oldest first, which is also the order of expiry
  std::unordered_map<std::string_view, Entries::iterator> by_ticket_;  // keys are views into entries_
  std::unordered_map<UserId, std::size_t> outstanding_;
};

}  // namespace matinee::auth
