#include "auth/ticket_book.hpp"

#include <algorithm>

#include "auth/jose.hpp"

namespace matinee::auth {
namespace {

constexpr std::size_t ticket_bytes = 32;

}  // namespace

TicketBook::TicketBook(Millis time_to_live, std::size_t capacity, std::size_t per_user)
    : time_to_live_(time_to_live),
      capacity_(std::max<std::size_t>(1, capacity)),
      per_user_(std::max<std::size_t>(1, per_user)) {}

std::string TicketBook::issue(const Principal& principal, const PartyId& party, ServerTime now) {
  std::string ticket = encode_base64url(random_bytes(ticket_bytes));
  const std::lock_guard lock(mutex_);
  make_room(principal.user_id, now);
  entries_.push_back({ticket, principal, party, now + time_to_live_});
  by_ticket_.emplace(entries_.back().ticket, std::prev(entries_.end()));
  ++outstanding_[principal.user_id];
  return ticket;
}

std::optional<Redeemed> TicketBook::redeem(std::string_view ticket, const PartyId& party, ServerTime now) {
  const std::lock_guard lock(mutex_);
  // A hash lookup compares in variable time, which tells nothing useful about 256 random bits.
  const auto found = by_ticket_.find(ticket);
  if (found == by_ticket_.end()) return std::nullopt;
  const Entries::iterator entry = found->second;
  std::optional<Redeemed> holder;
  if (entry->party == party && now < entry->expires_at) holder = Redeemed{entry->principal};
  erase(entry);
  return holder;
}

std::size_t TicketBook::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void TicketBook::make_room(const UserId& user, ServerTime now) {
  while (!entries_.empty() && entries_.front().expires_at <= now) erase(entries_.begin());
  const auto own = outstanding_.find(user);
  if (own != outstanding_.end() && own->second >= per_user_) {
    erase(std::find_if(entries_.begin(), entries_.end(),
                       [&user](const Entry& entry) { return entry.principal.user_id == user; }));
  }
  if (entries_.size() >= capacity_) erase(entries_.begin());
}

void TicketBook::erase(Entries::iterator entry) {
  const auto own = outstanding_.find(entry->principal.user_id);
  if (--own->second == 0) outstanding_.erase(own);
  by_ticket_.erase(entry->ticket);
  entries_.erase(entry);
}

}  // namespace matinee::auth
