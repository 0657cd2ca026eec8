// AudienceLedger: how a party is attended, since it was last stored. A few numbers that change with arrivals, departures
// and what is said; nothing is done for a message that is delivered. Pure; lives with the party on its owner's thread.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "storage/figures.hpp"

namespace matinee::engine {

class AudienceLedger {
 public:
  /// From `now` on, with as many people as are connected.
  AudienceLedger(std::size_t viewers, ServerTime now) : from_(now), counted_until_(now), viewers_(viewers), peak_(viewers) {}

  void note_viewers(std::size_t viewers, ServerTime now);
  void note_message(const ClipId* clip, Millis position);
  void note_reactions(std::size_t count) { reactions_ += count; }

  /// As of `now`, not earlier than what was noted.
  storage::AudienceStretch stretch(ServerTime now) const;
  /// What is to be stored.
  storage::AddFigures figures(const PartyId& party, ServerTime now) const;

 private:
  ServerTime from_;
  ServerTime counted_until_;  ///< of watched_
  std::size_t viewers_;
  std::size_t peak_;
  Millis watched_{0};
  std::size_t messages_ = 0;
  std::size_t reactions_ = 0;
  std::map<std::pair<ClipId, std::size_t>, std::size_t> film_;  ///< messages by clip and minute of it
};

/// How long a stretch of a party of that age is: a minute at first, and longer with age, up to an hour: some 1,200 at most
/// in the first ten days, where something changes all the time, and 24 a day from then on.
Millis stretch_length(Millis age);

}  // namespace matinee::engine
