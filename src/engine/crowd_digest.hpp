// CrowdDigest: what a large party is told in sums. Arrivals, departures and reactions are gathered for a moment and
// told as counts with a sample, so that a thousand arrivals are not a million events. Pure; lives with its party.
#pragma once

#include <cstddef>
#include <vector>

#include "base/boxed.hpp"
#include "engine/blob_builder.hpp"
#include "party/effect.hpp"
#include "protocol/event.hpp"

namespace matinee::engine {

class CrowdDigest {
 public:
  void note_arrival(const protocol::ParticipantView& participant);
  void note_departure(const protocol::ParticipantView& participant);
  void note_reactions(const party::Reacted& reacted);

  bool empty() const { return !presence_ && !reactions_; }

  /// Adds the events that tell what was noted, and starts anew. `connected`: users connected now.
  void take(BlobBuilder& out, const protocol::EventContext& context, std::size_t connected);

 private:
  protocol::PresenceSum& presence();
  /// Of a moment of the film; null when there are too many.
  protocol::ReactionSum* sum_at(Millis position);

  Boxed<protocol::PresenceSum> presence_;
  Boxed<std::vector<protocol::ReactionSum>> reactions_;  ///< one for each moment of the film
};

}  // namespace matinee::engine
