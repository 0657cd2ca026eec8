// Playlists in SQL. Internal to the SQL store. All throw soci::soci_error when the database fails; a failed write may
// leave writes behind that the caller must undo.
#pragma once

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> save_playlist(SqlSession& session, const SavePlaylist& save);
StoreResult<void> delete_playlist(soci::session& session, const DeletePlaylist& deletion);

/// Call inside a transaction, so that list and clips are of one instant.
std::optional<Playlist> select_playlist(soci::session& session, const PlaylistId& id);
std::vector<PlaylistSummary> select_playlists(soci::session& session, const UserId& owner);

}  // namespace matinee::storage
