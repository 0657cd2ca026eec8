// Friends: who they are, asking, accepting, removing, and blocking.
#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http_api/discovery_bodies.hpp"
#include "http_api/exchange.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

using Friends = std::vector<storage::Friend>;
using storage::FriendAction;

void list(const Services& services, const ExchangePtr& exchange) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  exchange->shard.friends(exchange->user(), answer<Friends>(exchange, [](const Friends& friends) {
                            return json_response(200, encode_friends(friends));
                          }));
}

/// Refuses, and returns nothing, for ids that can't exist and for oneself.
std::optional<UserId> other_user(const ExchangePtr& exchange) {
  const std::string& id = exchange->parameters["user_id"];
  if (!is_valid_utf8(id) || !is_valid_id(id)) {
    exchange->refuse(not_found("There is no such user"));
    return std::nullopt;
  }
  if (UserId{id} == exchange->user()) {
    exchange->refuse({ErrorCode::conflict, "Nobody can be a friend of themselves, or block themselves"});
    return std::nullopt;
  }
  return UserId{id};
}

template <class ToResponse>
void change(const ExchangePtr& exchange, FriendAction action, ToResponse to_response) {
  const auto other = other_user(exchange);
  if (!other) return;
  exchange->shard.change_friendship(exchange->user(),
                                    {exchange->principal->display_name, exchange->principal->avatar_url}, *other,
                                    action, to_response(*other));
}

void change_quietly(const ExchangePtr& exchange, FriendAction action) {
  change(exchange, action, [&](const UserId&) { return answer<void>(exchange, no_content); });
}

/// Answers with what has come of it: a request, or a friendship where the other had asked before.
void request(const ExchangePtr& exchange) {
  change(exchange, FriendAction::request, [&](const UserId& other) -> engine::Reply<void> {
    return [exchange, other](Result<void, Refusal> result) {
      if (!result) return exchange->refuse(result.error());
      exchange->shard.friends(
          exchange->user(), answer<Friends>(exchange, [other](const Friends& friends) {
            const auto found = std::find_if(friends.begin(), friends.end(),
                                            [&](const storage::Friend& one) { return one.user == other; });
            const auto state = found == friends.end() ? storage::FriendState::requested : found->state;
            return json_response(200, encode_friend_state(other, state));
          }));
    };
  });
}

Handler doing(FriendAction action) {
  return [action](const ExchangePtr& exchange) { change_quietly(exchange, action); };
}

}  // namespace

void add_friend_routes(Router& router, const Services& services) {
  using metrics::Route;
  router.add("GET", "/api/v1/friends", Route::friends, Access::user,
             [&services](const ExchangePtr& exchange) { list(services, exchange); });
  const std::string one = "/api/v1/friends/:user_id";
  router.add("PUT", one, Route::friendship, Access::user, request);
  router.add("DELETE", one, Route::friendship, Access::user, doing(FriendAction::remove));
  const std::string block = "/api/v1/blocks/:user_id";
  router.add("PUT", block, Route::block, Access::user, doing(FriendAction::block));
  router.add("DELETE", block, Route::block, Access::user, doing(FriendAction::unblock));
}

}  // namespace matinee::http_api
