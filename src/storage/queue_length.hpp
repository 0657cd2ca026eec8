// The length of what plays, where the catalogue does not know the clip but the queue's item does. Pure.
#pragma once

#include "party/party.hpp"

namespace matinee::storage {

inline void take_length_from_queue(party::Party& party) {
  party::Playback& playback = party.playback;
  if (playback.clip_length || !party.queue || !party.queue->current) return;
  if (playback.clip == party.queue->current->clip) playback.clip_length = party.queue->current->length;
}

}  // namespace matinee::storage
