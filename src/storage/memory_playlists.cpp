// MemoryStore: playlists, and clips by the many.
#include <algorithm>
#include <set>

#include "storage/memory_store.hpp"

namespace matinee::storage {
namespace {

StoreError refused(const char* message) {
  return StoreError{StoreErrorKind::conflict, message, Millis{0}};
}

}  // namespace

StoreResult<void> MemoryDatabase::apply(const SavePlaylist& save) {
  if (StoreResult<void> room = check_token(save.token); room.has_error()) return room;
  const Playlist& playlist = save.playlist;
  const auto found = playlists_.find(playlist.id);
  if (playlist.revision == 1) {
    if (found != playlists_.end()) return refused("a playlist with this id exists");
    const auto owned = std::count_if(playlists_.begin(), playlists_.end(),
                                     [&](const auto& entry) { return entry.second.owner == playlist.owner; });
    if (static_cast<std::size_t>(owned) >= most_playlists) return refused("the owner has as many as one may have");
  } else if (found == playlists_.end() || found->second.owner != playlist.owner ||
             found->second.revision + 1 != playlist.revision) {
    return refused("the playlist is at another revision, another's, or gone");
  }
  take(save.token);
  const ServerTime created_at = found == playlists_.end() ? playlist.created_at : found->second.created_at;
  playlists_[playlist.id] = playlist;
  playlists_[playlist.id].created_at = created_at;
  return success();
}

StoreResult<void> MemoryDatabase::apply(const DeletePlaylist& deletion) {
  const auto found = playlists_.find(deletion.playlist);
  if (found == playlists_.end() || found->second.owner != deletion.owner) {
    return refused("the owner has no such playlist");
  }
  playlists_.erase(found);
  return success();
}

StoreResult<std::vector<Clip>> MemoryStore::load_clips(std::span<const ClipId> ids) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<Clip> clips;
  for (const ClipId& id : std::set<ClipId>(ids.begin(), ids.end())) {
    if (const auto found = database_->clips_.find(id); found != database_->clips_.end()) clips.push_back(found->second);
  }
  return clips;
}

StoreResult<std::optional<Playlist>> MemoryStore::load_playlist(const PlaylistId& id) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->playlists_.find(id);
  return found == database_->playlists_.end() ? std::optional<Playlist>() : std::optional(found->second);
}

StoreResult<std::vector<PlaylistSummary>> MemoryStore::list_playlists(const UserId& owner) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<PlaylistSummary> playlists;
  for (const auto& [id, playlist] : database_->playlists_) {
    if (playlist.owner != owner) continue;
    playlists.push_back(
        {id, playlist.title, playlist.shared, playlist.clips.size(), playlist.revision, playlist.updated_at});
  }
  std::stable_sort(playlists.begin(), playlists.end(), [](const PlaylistSummary& one, const PlaylistSummary& other) {
    return one.updated_at > other.updated_at;
  });
  return playlists;
}

}  // namespace matinee::storage
