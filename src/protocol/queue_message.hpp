// What a client asks to be queued, before the catalogue was asked about it. A value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::protocol {

/// `queue-add`: one clip, or all of a playlist. What the catalogue knows of a clip counts more than what is said here.
struct AddToQueue {
  std::optional<PlaylistId> playlist;  ///< else `clip`
  ClipId clip;
  std::optional<std::string> title;
  std::optional<Millis> length;
  std::optional<QueueItemId> before;  ///< nothing: at the end
};

}  // namespace matinee::protocol
