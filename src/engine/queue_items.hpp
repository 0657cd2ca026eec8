// Items for a queue from clips: what the catalogue knows of them counts more than what a client said. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "party/queue.hpp"
#include "protocol/queue_message.hpp"
#include "storage/store.hpp"

namespace matinee::engine {

/// What storage has about a request to queue something.
struct QueueSources {
  std::optional<storage::Playlist> playlist;
  std::vector<storage::Clip> clips;
};

/// Reads them. On the storage thread.
storage::StoreResult<QueueSources> read_queue_sources(storage::Store& store, const std::optional<PlaylistId>& playlist,
                                                      const ClipId& clip);

/// Whether `user` may see the playlist.
bool is_readable(const storage::Playlist& playlist, const UserId& user);

/// An item for each clip, in the order given, with ids from `new_id`.
std::vector<party::QueueItem> items_of(const std::vector<ClipId>& clips, const std::vector<storage::Clip>& known,
                                       const std::function<std::string()>& new_id);

/// Gives `party`, which is new, the playlist's clips: the first to begin with, the others queued.
void fill_from(party::Party& party, const QueueSources& sources, const party::Person& by,
               const std::function<std::string()>& new_id);

}  // namespace matinee::engine
