#include "storage/sql_playlists.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "storage/counter.hpp"
#include "storage/sql_single_writes.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

StoreError playlist_conflict(const char* message) {
  return StoreError{StoreErrorKind::conflict, message, Millis{0}};
}

StoreResult<void> insert_playlist(soci::session& session, const Playlist& playlist) {
  int taken = 0, owned = 0;
  session << "SELECT COUNT(*) FROM playlists WHERE id = :id", soci::into(taken), soci::use(playlist.id.str(), "id");
  if (taken > 0) return playlist_conflict("a playlist with this id exists");
  session << "SELECT COUNT(*) FROM playlists WHERE owner_user_id = :owner", soci::into(owned),
      soci::use(playlist.owner.str(), "owner");
  if (static_cast<std::size_t>(owned) >= most_playlists)
    return playlist_conflict("the owner has as many as one may have");
  const int shared = playlist.shared ? 1 : 0;
  const long long revision = to_stored(playlist.revision), created_at = to_unix_ms(playlist.created_at),
                  updated_at = to_unix_ms(playlist.updated_at);
  session << "INSERT INTO playlists (id, owner_user_id, title, shared, revision, created_at_ms, updated_at_ms)"
             " VALUES (:id, :owner, :title, (:shared = 1), :revision, :created_at, :updated_at)",
      soci::use(playlist.id.str(), "id"), soci::use(playlist.owner.str(), "owner"), soci::use(playlist.title, "title"),
      soci::use(shared, "shared"), soci::use(revision, "revision"), soci::use(created_at, "created_at"),
      soci::use(updated_at, "updated_at");
  return success();
}

StoreResult<void> update_playlist(soci::session& session, const Playlist& playlist) {
  const int shared = playlist.shared ? 1 : 0;
  const long long revision = to_stored(playlist.revision), before = to_stored(playlist.revision - 1),
                  updated_at = to_unix_ms(playlist.updated_at);
  soci::statement update =
      (session.prepare << "UPDATE playlists SET title = :title, shared = (:shared = 1), revision = :revision,"
                          " updated_at_ms = :updated_at"
                          " WHERE id = :id AND owner_user_id = :owner AND revision = :before",
       soci::use(playlist.title, "title"), soci::use(shared, "shared"), soci::use(revision, "revision"),
       soci::use(updated_at, "updated_at"), soci::use(playlist.id.str(), "id"),
       soci::use(playlist.owner.str(), "owner"), soci::use(before, "before"));
  update.execute(true);
  if (update.get_affected_rows() == 0)
    return playlist_conflict("the playlist is at another revision, another's, or gone");
  session << "DELETE FROM playlist_clips WHERE playlist_id = :id", soci::use(playlist.id.str(), "id");
  return success();
}

void insert_clips(SqlSession& session, const Playlist& playlist) {
  json::array places;
  for (std::size_t place = 0; place < playlist.clips.size(); ++place) {
    places.push_back(
        json::object{{"playlist_id", playlist.id.str()}, {"place", place}, {"clip_id", playlist.clips[place].str()}});
  }
  if (places.empty()) return;
  const std::string rows = json::serialize(places);
  session.connection << fmt::format(
      "INSERT INTO playlist_clips (playlist_id, place, clip_id)"
      " SELECT entry.playlist_id, entry.place, entry.clip_id FROM {}",
      session.dialect.rows(
          "entry", {{"playlist_id", ColumnType::text}, {"place", ColumnType::bigint}, {"clip_id", ColumnType::text}})),
      soci::use(rows, "rows");
}

}  // namespace

StoreResult<void> save_playlist(SqlSession& session, const SavePlaylist& save) {
  if (StoreResult<void> taken = take_token(session, save.token); taken.has_error()) return taken;
  const Playlist& playlist = save.playlist;
  StoreResult<void> saved = playlist.revision == 1 ? insert_playlist(session.connection, playlist)
                                                   : update_playlist(session.connection, playlist);
  if (saved) insert_clips(session, playlist);
  return saved;
}

StoreResult<void> delete_playlist(soci::session& session, const DeletePlaylist& deletion) {
  soci::statement statement = (session.prepare << "DELETE FROM playlists WHERE id = :id AND owner_user_id = :owner",
                               soci::use(deletion.playlist.str(), "id"), soci::use(deletion.owner.str(), "owner"));
  statement.execute(true);
  if (statement.get_affected_rows() == 0) return playlist_conflict("the owner has no such playlist");
  return success();
}

std::optional<Playlist> select_playlist(soci::session& session, const PlaylistId& id) {
  Playlist playlist;
  playlist.id = id;
  std::string owner;
  int shared = 0;
  long long revision = 0, created_at = 0, updated_at = 0;
  session << "SELECT owner_user_id, title, CASE WHEN shared THEN 1 ELSE 0 END, revision, created_at_ms, updated_at_ms"
             " FROM playlists WHERE id = :id",
      soci::into(owner), soci::into(playlist.title), soci::into(shared), soci::into(revision), soci::into(created_at),
      soci::into(updated_at), soci::use(id.str(), "id");
  if (!session.got_data()) return std::nullopt;
  playlist.owner = UserId(owner);
  playlist.shared = shared != 0;
  playlist.revision = from_stored(revision);
  playlist.created_at = from_unix_ms(created_at);
  playlist.updated_at = from_unix_ms(updated_at);
  std::string clip;
  soci::statement statement =
      (session.prepare << "SELECT clip_id FROM playlist_clips WHERE playlist_id = :id ORDER BY place", soci::into(clip),
       soci::use(id.str(), "id"));
  statement.execute();
  while (statement.fetch()) playlist.clips.emplace_back(clip);
  return playlist;
}

std::vector<PlaylistSummary> select_playlists(soci::session& session, const UserId& owner) {
  std::string id, title;
  int shared = 0;
  long long clips = 0, revision = 0, updated_at = 0;
  soci::statement statement =
      (session.prepare << "SELECT id, title, CASE WHEN shared THEN 1 ELSE 0 END, revision, updated_at_ms,"
                          " (SELECT COUNT(*) FROM playlist_clips WHERE playlist_id = playlists.id)"
                          " FROM playlists WHERE owner_user_id = :owner ORDER BY updated_at_ms DESC, id",
       soci::into(id), soci::into(title), soci::into(shared), soci::into(revision), soci::into(updated_at),
       soci::into(clips), soci::use(owner.str(), "owner"));
  statement.execute();
  std::vector<PlaylistSummary> playlists;
  while (statement.fetch()) {
    playlists.push_back({PlaylistId(id), title, shared != 0, static_cast<std::size_t>(clips), from_stored(revision),
                         from_unix_ms(updated_at)});
  }
  return playlists;
}

}  // namespace matinee::storage
