#include "engine/queue_items.hpp"

#include <unordered_map>
#include <utility>

namespace matinee::engine {

storage::StoreResult<QueueSources> read_queue_sources(storage::Store& store, const std::optional<PlaylistId>& playlist,
                                                      const ClipId& clip) {
  QueueSources sources;
  std::vector<ClipId> wanted{clip};
  if (playlist) {
    auto loaded = store.load_playlist(*playlist);
    if (!loaded) return loaded.error();
    sources.playlist = std::move(loaded).value();
    if (!sources.playlist) return sources;
    wanted = sources.playlist->clips;
  }
  auto clips = store.load_clips(wanted);
  if (!clips) return clips.error();
  sources.clips = std::move(clips).value();
  return sources;
}

bool is_readable(const storage::Playlist& playlist, const UserId& user) {
  return playlist.shared || playlist.owner == user;
}

std::vector<party::QueueItem> items_of(const std::vector<ClipId>& clips, const std::vector<storage::Clip>& known,
                                       const std::function<std::string()>& new_id) {
  std::unordered_map<ClipId, const storage::Clip*> catalogue;
  for (const storage::Clip& clip : known) catalogue[clip.id] = &clip;
  std::vector<party::QueueItem> items;
  items.reserve(clips.size());
  for (const ClipId& clip : clips) {
    party::QueueItem item{QueueItemId{new_id()}, clip, std::nullopt, std::nullopt, {}};
    if (const auto found = catalogue.find(clip); found != catalogue.end()) {
      item.title = found->second->title;
      item.length = found->second->duration;
    }
    items.push_back(std::move(item));
  }
  return items;
}

void fill_from(party::Party& party, const QueueSources& sources, const party::Person& by,
               const std::function<std::string()>& new_id) {
  if (!sources.playlist || !is_readable(*sources.playlist, by.user) || sources.playlist->clips.empty()) return;
  std::vector<party::QueueItemPtr> items;
  for (party::QueueItem& item : items_of(sources.playlist->clips, sources.clips, new_id)) {
    item.added_by = by;
    items.push_back(std::make_shared<const party::QueueItem>(std::move(item)));
  }
  party::Queue queue;
  queue.revision = 1;
  queue.current = items.front();
  items.erase(items.begin());
  party::insert(queue, 0, items);
  party.playback.clip = queue.current->clip;
  party.playback.clip_length = queue.current->length;
  party.queue = std::make_shared<const party::Queue>(std::move(queue));
}

}  // namespace matinee::engine
