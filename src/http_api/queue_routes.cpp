// The queue of a party: look at it by page, add to it, take something out. The rest is said over the socket.
#include <fmt/format.h>

#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/of_party.hpp"
#include "http_api/query_fields.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"
#include "protocol/queue_event.hpp"

namespace matinee::http_api {
namespace {

constexpr std::size_t max_queue_page = 500;

Result<engine::QueueQuery, Refusal> read_queue_query(const Request& request) {
  const auto limit = number_in_query(request, "limit", 1, max_queue_page, max_queue_page);
  if (!limit) return limit.error();
  auto after = id_in_query(request, "after", "the \"next\" of the page before");
  if (!after) return after.error();
  engine::QueueQuery query{std::nullopt, limit.value()};
  if (after.value()) query.after = QueueItemId{*std::move(after).value()};
  return query;
}

void show(const ExchangePtr& exchange, const PartyId& party) {
  auto query = read_queue_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  exchange->shard.queue(party, exchange->user(), std::move(query).value(),
                        answer<protocol::QueuePage>(exchange, [](const protocol::QueuePage& page) {
                          return json_response(200, protocol::encode_queue(page));
                        }));
}

void add(const ExchangePtr& exchange, const PartyId& party) {
  auto body = read_add_to_queue(exchange->request);
  if (!body) return exchange->refuse(body.error());
  using Ids = std::vector<QueueItemId>;
  exchange->shard.add_to_queue(
      party, exchange->user(), std::move(body).value(),
      answer<Ids>(exchange, [](const Ids& ids) { return json_response(201, encode_queued(ids)); }));
}

void remove(const ExchangePtr& exchange, const PartyId& party) {
  const std::string& item = exchange->parameters["item_id"];
  if (!is_valid_id(item)) return exchange->refuse(not_found("There is no such item in the queue"));
  exchange->shard.command(party, exchange->user(), party::ChangeQueue{party::RemoveQueued{QueueItemId{item}}},
                          answer<void>(exchange, no_content));
}

}  // namespace

void add_queue_routes(Router& router, const Services&) {
  using metrics::Route;
  const std::string queue = "/api/v1/watch-parties/:id/queue";
  router.add("GET", queue, Route::queue, Access::user, of_party(show));
  router.add("POST", queue, Route::queue, Access::user, of_party(add));
  router.add("DELETE", queue + "/:item_id", Route::queue_item, Access::user, of_party(remove));
}

}  // namespace matinee::http_api
