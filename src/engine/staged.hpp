// Staged: an effect that was applied, with what is needed to tell it once it is committed, whatever happens in between.
#pragma once

#include <optional>

#include "engine/blob_builder.hpp"
#include "engine/feed_log.hpp"
#include "party/effect.hpp"
#include "protocol/event.hpp"

namespace matinee::engine {

struct Staged {
  party::Effect effect;
  std::optional<protocol::ParticipantView> about;  ///< the participant it is about, as of then
};

protocol::ParticipantView view_of(const party::Participant& participant);

/// The effect with its participant, looked up in `party` to which it was just applied.
Staged stage(const party::Party& party, party::Effect effect);

/// Adds the events that tell it, if it is told at all; where there is a `feed`, also the one that is kept there. Pure
/// apart from `out` and `feed`.
void announce(BlobBuilder& out, FeedLog* feed, const protocol::EventContext& context, const Staged& staged);

/// Whether it may overtake changes that still wait for their commit: it shows nothing of them.
bool is_immediate(const party::Effect& effect);

}  // namespace matinee::engine
