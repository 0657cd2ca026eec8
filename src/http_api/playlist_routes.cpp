// Playlists: somebody's lists of clips, of their own until they share them.
#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

auto show_playlist(const ExchangePtr& exchange) {
  return answer<engine::PlaylistView>(exchange,
                                      [](const auto& view) { return json_response(200, encode_playlist(view)); });
}

void create(const ExchangePtr& exchange) {
  auto body = read_new_playlist(exchange->request);
  if (!body) return exchange->refuse(body.error());
  exchange->shard.create_playlist(
      exchange->user(), std::move(body).value(),
      answer<engine::PlaylistView>(exchange, [](const engine::PlaylistView& view) {
        Response response = json_response(201, encode_playlist(view));
        response.headers.push_back({"Location", "/api/v1/playlists/" + view.playlist.id.str()});
        return response;
      }));
}

void list(const ExchangePtr& exchange) {
  using Summaries = std::vector<storage::PlaylistSummary>;
  exchange->shard.list_playlists(exchange->user(), answer<Summaries>(exchange, [](const Summaries& playlists) {
                                   return json_response(200, encode_playlists(playlists));
                                 }));
}

void show(const ExchangePtr& exchange, const PlaylistId& playlist) {
  exchange->shard.load_playlist(playlist, exchange->user(), show_playlist(exchange));
}

void change(const ExchangePtr& exchange, const PlaylistId& playlist) {
  auto body = read_playlist_change(exchange->request);
  if (!body) return exchange->refuse(body.error());
  exchange->shard.change_playlist(playlist, exchange->user(), std::move(body).value(), show_playlist(exchange));
}

void remove(const ExchangePtr& exchange, const PlaylistId& playlist) {
  exchange->shard.delete_playlist(playlist, exchange->user(), [exchange](Result<void, Refusal> result) {
    result ? exchange->respond(no_content()) : exchange->refuse(result.error());
  });
}

template <class Handle>
Handler of_playlist(Handle handle) {
  return [handle](const ExchangePtr& exchange) {
    const std::string& id = exchange->parameters["id"];
    if (!is_valid_id(id)) return exchange->refuse(not_found("There is no such playlist"));
    handle(exchange, PlaylistId{id});
  };
}

}  // namespace

void add_playlist_routes(Router& router, const Services&) {
  using metrics::Route;
  const std::string playlists = "/api/v1/playlists";
  router.add("POST", playlists, Route::playlists, Access::user, create);
  router.add("GET", playlists, Route::playlists, Access::user, list);
  router.add("GET", playlists + "/:id", Route::playlist, Access::user, of_playlist(show));
  router.add("PATCH", playlists + "/:id", Route::playlist, Access::user, of_playlist(change));
  router.add("DELETE", playlists + "/:id", Route::playlist, Access::user, of_playlist(remove));
}

}  // namespace matinee::http_api
