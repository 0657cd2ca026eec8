// Shard: queues and playlists, for sockets and for HTTP. Nothing here waits: see requests.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/metric_labels.hpp"
#include "engine/queue_items.hpp"
#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

Refusal no_such_playlist() {
  return {ErrorCode::not_found, "there is no such playlist, or it is not shared with you", {}};
}

Refusal another_revision() {
  return {ErrorCode::conflict, "the playlist has been changed meanwhile; read it again", {}};
}

/// What can be queued of what was asked for.
Result<std::vector<party::QueueItem>, Refusal> items_for(const protocol::AddToQueue& request,
                                                         const QueueSources& sources, const UserId& user,
                                                         const std::function<std::string()>& new_id) {
  if (request.playlist) {
    if (!sources.playlist || !is_readable(*sources.playlist, user)) return no_such_playlist();
    if (sources.playlist->clips.empty()) return Refusal{ErrorCode::conflict, "this playlist has no clips", {}};
    return items_of(sources.playlist->clips, sources.clips, new_id);
  }
  std::vector<party::QueueItem> items = items_of({request.clip}, sources.clips, new_id);
  party::QueueItem& item = items.front();
  if (!item.title) item.title = request.title;
  if (!item.length) item.length = request.length;
  return items;
}

PlaylistView playlist_view(storage::Playlist playlist, const std::vector<storage::Clip>& known, const UserId& user) {
  PlaylistView view{std::move(playlist), {}, true};
  view.own = view.playlist.owner == user;
  for (const ClipId& id : view.playlist.clips) {
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const storage::Clip& clip) { return clip.id == id; });
    view.clips.push_back(found == known.end() ? std::nullopt : std::optional{*found});
  }
  return view;
}

void apply(storage::Playlist& playlist, PlaylistChange change) {
  if (change.title) playlist.title = std::move(*change.title);
  if (change.shared) playlist.shared = *change.shared;
  if (change.clips) playlist.clips = std::move(*change.clips);
}

}  // namespace

void Shard::Impl::choose_seed(party::ChangeQueue& change) {
  if (auto* shuffle = std::get_if<party::ShuffleQueue>(&change.request)) shuffle->seed = ids_.seed();
}

void Shard::Impl::prepare_queueing(const PartyId& party, UserId user, protocol::AddToQueue request,
                                   Reply<party::Command> reply) {
  at_owner(party, [this, user = std::move(user), request = std::move(request), reply = std::move(reply)](
                      Impl& owner, Result<PartyActor*, Refusal> actor) {
    const Reply<party::Command> answer = reply_from(owner, reply);
    if (!actor) return answer(actor.error());
    if (actor.value()->may_add_to_queue(user)) return owner.resolve(request, user, answer);
    answer(party::Command{party::ChangeQueue{party::AddToQueue{}}});
  });
}

void Shard::Impl::resolve(protocol::AddToQueue request, UserId user, Reply<party::Command> reply) {
  auto query = [playlist = request.playlist, clip = request.clip](storage::Store& store) {
    return read_queue_sources(store, playlist, clip);
  };
  shared_.reader.read<QueueSources>(
      std::move(query),
      [this, request = std::move(request), user = std::move(user),
       reply = std::move(reply)](storage::StoreResult<QueueSources> sources) {
        submit([this, request, user, reply, sources = std::move(sources)] {
          if (!sources) return reply(refusal_for(sources.error()));
          auto items = items_for(request, sources.value(), user, [this] { return ids_.uuid(); });
          if (!items) return reply(items.error());
          reply(party::Command{party::ChangeQueue{party::AddToQueue{std::move(items).value(), request.before}}});
        });
      });
}

void Shard::Impl::add_to_queue(PartyId party, UserId user, protocol::AddToQueue request,
                               Reply<std::vector<QueueItemId>> reply) {
  prepare_queueing(party, user, std::move(request),
                   [this, party, user, reply = std::move(reply)](Result<party::Command, Refusal> resolved) {
                     if (!resolved) {
                       count_outcome(metrics::CommandKind::queue_add, {resolved.error()});
                       return reply(resolved.error());
                     }
                     std::vector<QueueItemId> ids;
                     const auto& change = std::get<party::ChangeQueue>(resolved.value());
                     for (const party::QueueItem& item : std::get<party::AddToQueue>(change.request).items) {
                       ids.push_back(item.id);
                     }
                     command(party, user, resolved.value(), [ids, reply](Result<void, Refusal> result) {
                       result ? reply(ids) : reply(result.error());
                     });
                   });
}

void Shard::Impl::queue(PartyId party, UserId user, QueueQuery query, Reply<protocol::QueuePage> reply) {
  at_owner(party, [this, user = std::move(user), query = std::move(query), reply = std::move(reply)](
                      Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, reply);
    if (!actor) return answer(actor.error());
    actor.value()->queue(user, query, answer);
  });
}

void Shard::Impl::save_playlist(storage::Playlist playlist, Reply<PlaylistView> reply) {
  const storage::RateToken token{playlist.owner, "playlist", shared_.options.playlist_changes, shared_.clock.now()};
  const bool is_new = playlist.revision == 1;
  shared_.committer.submit(
      storage::SavePlaylist{token, playlist},
      completion([this, playlist, is_new, reply = std::move(reply)](const storage::StoreResult<void>& saved) {
        if (saved) return load_playlist(playlist.id, playlist.owner, reply);
        if (saved.error().kind == storage::StoreErrorKind::rate_limited) {
          shared_.metrics.rate_limited(metrics::RateLimitKind::playlist);
        }
        if (saved.error().kind != storage::StoreErrorKind::conflict) return reply(refusal_for(saved.error()));
        reply(is_new ? Refusal{ErrorCode::conflict,
                               fmt::format("you have {} playlists, as many as one may have", storage::most_playlists),
                               {}}
                     : another_revision());
      }));
}

void Shard::Impl::create_playlist(UserId user, PlaylistChange content, Reply<PlaylistView> reply) {
  const ServerTime now = shared_.clock.now();
  storage::Playlist playlist;
  playlist.id = PlaylistId{ids_.uuid()};
  playlist.owner = std::move(user);
  playlist.created_at = playlist.updated_at = now;
  apply(playlist, std::move(content));
  save_playlist(std::move(playlist), std::move(reply));
}

void Shard::Impl::list_playlists(UserId user, Reply<std::vector<storage::PlaylistSummary>> reply) {
  using Summaries = std::vector<storage::PlaylistSummary>;
  shared_.reader.read<Summaries>([user = std::move(user)](storage::Store& store) { return store.list_playlists(user); },
                                 [this, reply = std::move(reply)](storage::StoreResult<Summaries> loaded) {
                                   submit([reply, loaded = std::move(loaded)] {
                                     loaded ? reply(loaded.value()) : reply(refusal_for(loaded.error()));
                                   });
                                 });
}

void Shard::Impl::load_playlist(PlaylistId playlist, UserId user, Reply<PlaylistView> reply) {
  shared_.reader.read<QueueSources>(
      [playlist](storage::Store& store) { return read_queue_sources(store, playlist, ClipId{}); },
      [this, user = std::move(user), reply = std::move(reply)](storage::StoreResult<QueueSources> loaded) {
        submit([user, reply, loaded = std::move(loaded)] {
          if (!loaded) return reply(refusal_for(loaded.error()));
          const auto& found = loaded.value().playlist;
          if (!found || !is_readable(*found, user)) return reply(no_such_playlist());
          reply(playlist_view(*found, loaded.value().clips, user));
        });
      });
}

void Shard::Impl::change_playlist(PlaylistId playlist, UserId user, PlaylistChange change, Reply<PlaylistView> reply) {
  load_playlist(std::move(playlist), user,
                [this, user, change = std::move(change), reply](Result<PlaylistView, Refusal> loaded) {
                  if (!loaded) return reply(loaded.error());
                  if (!loaded.value().own) {
                    return reply(Refusal{ErrorCode::forbidden, "only its owner may change a playlist", {}});
                  }
                  storage::Playlist next = loaded.value().playlist;
                  if (change.revision && *change.revision != next.revision) return reply(another_revision());
                  apply(next, change);
                  ++next.revision;
                  next.updated_at = shared_.clock.now();
                  save_playlist(std::move(next), reply);
                });
}

void Shard::Impl::delete_playlist(PlaylistId playlist, UserId user, Reply<void> reply) {
  shared_.committer.submit(storage::DeletePlaylist{std::move(playlist), std::move(user)},
                           completion([reply = std::move(reply)](const storage::StoreResult<void>& deleted) {
                             if (deleted) return reply(success());
                             const bool gone = deleted.error().kind == storage::StoreErrorKind::conflict;
                             reply(gone ? no_such_playlist() : refusal_for(deleted.error()));
                           }));
}

}  // namespace matinee::engine
