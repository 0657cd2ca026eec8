// The queue's part in other decisions: what playback changes do to it, and what it does by itself. Internal to party/.
#pragma once

#include <optional>

#include "party/situation.hpp"

namespace matinee::party {

/// Adds that the item which played is current no longer, because `next` plays by somebody's skip or undo.
void append_departure(Effects& effects, const Situation& situation, const std::optional<ClipId>& next, bool is_undo);

/// Whether the queue has to move now by itself: the clip is over, a skip was voted, or votes are to be told.
bool queue_is_due(const Party& party, ServerTime now);
/// When it has to next, if ever; not before `now` while queue_is_due().
std::optional<ServerTime> next_of_queue(const Party& party, ServerTime now);
/// What it does then.
void review_queue(const Situation& situation, Effects& effects);

}  // namespace matinee::party
