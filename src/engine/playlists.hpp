// What HTTP asks and is told about queues and playlists. Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace matinee::engine {

/// Which part of a queue.
struct QueueQuery {
  std::optional<QueueItemId> after{};  ///< begins behind this one
  std::size_t limit = 50;              ///< at least 1
};

/// A playlist with what the catalogue knows of its clips.
struct PlaylistView {
  storage::Playlist playlist;
  std::vector<std::optional<storage::Clip>> clips;  ///< one for each of the playlist's; nothing: not in the catalogue
  bool own = true;                                  ///< the asker's
};

/// Members without a value stay as they are.
struct PlaylistChange {
  std::optional<std::string> title;
  std::optional<bool> shared;
  std::optional<std::vector<ClipId>> clips;
  std::optional<std::uint64_t> revision;  ///< the one the change rests on; another now is a conflict
};

}  // namespace matinee::engine
