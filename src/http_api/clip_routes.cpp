// The clip catalogue: so that a party has something to play. Platforms with their own ids need not use it.
#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

void create(const ExchangePtr& exchange) {
  auto body = read_new_clip(exchange->request);
  if (!body) return exchange->refuse(body.error());
  NewClip& clip = body.value();
  exchange->shard.create_clip({exchange->user(), std::move(clip.title), std::move(clip.url), clip.duration,
                               std::move(clip.thumbnail_url), std::move(clip.captions)},
                              answer<storage::Clip>(exchange, [](const storage::Clip& saved) {
                                Response response = json_response(201, encode_clip(saved));
                                response.headers.push_back({"Location", "/api/v1/clips/" + saved.id.str()});
                                return response;
                              }));
}

void show(const ExchangePtr& exchange) {
  const std::string& id = exchange->parameters["id"];
  if (!is_valid_id(id)) return exchange->refuse(not_found("There is no such clip"));
  exchange->shard.load_clip(ClipId{id}, answer<storage::Clip>(exchange, [](const storage::Clip& clip) {
                              return json_response(200, encode_clip(clip));
                            }));
}

}  // namespace

void add_clip_routes(Router& router, const Services&) {
  router.add("POST", "/api/v1/clips", metrics::Route::clips, Access::user, create);
  router.add("GET", "/api/v1/clips/:id", metrics::Route::clip, Access::user, show);
}

}  // namespace matinee::http_api
