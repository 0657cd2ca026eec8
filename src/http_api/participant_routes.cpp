// What a host does with participants: promote, demote, hand over, kick, and lift a kick.
#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

/// Gives `command` to the party on behalf of the asker; 404 for ids that can't exist.
template <class ToResponse>
void manage(const ExchangePtr& exchange, party::Command command, ToResponse to_response) {
  const std::string& party = exchange->parameters["id"];
  if (!is_valid_id(party)) return exchange->refuse(not_found("There is no such party"));
  if (!is_valid_id(exchange->parameters["user_id"])) {
    return exchange->refuse(not_found("There is no such participant"));
  }
  exchange->shard.command(PartyId{party}, exchange->user(), std::move(command),
                          answer<void>(exchange, std::move(to_response)));
}

UserId target(const ExchangePtr& exchange) {
  return UserId{exchange->parameters["user_id"]};
}

void set_role(const ExchangePtr& exchange) {
  const auto role = read_role(exchange->request);
  if (!role) return exchange->refuse(role.error());
  const UserId user = target(exchange);
  manage(exchange, party::SetRole{user, role.value()},
         [user, role = role.value()] { return json_response(200, encode_role(user, role)); });
}

void kick(const ExchangePtr& exchange) {
  manage(exchange, party::Kick{target(exchange)}, no_content);
}

void lift_kick(const ExchangePtr& exchange) {
  manage(exchange, party::LiftKick{target(exchange)}, no_content);
}

}  // namespace

void add_participant_routes(Router& router, const Services&) {
  const std::string party = "/api/v1/watch-parties/:id";
  router.add("PATCH", party + "/participants/:user_id", metrics::Route::participant, Access::user, set_role);
  router.add("DELETE", party + "/participants/:user_id", metrics::Route::participant, Access::user, kick);
  router.add("DELETE", party + "/kicks/:user_id", metrics::Route::kicks, Access::user, lift_kick);
}

}  // namespace matinee::http_api
