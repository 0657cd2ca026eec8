// of_party: how the routes of one party get its id. Internal to http_api/; on the request's shard.
#pragma once

#include <string>

#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

/// A handler of one party, from `handle(exchange, id)`: an id that can't exist never reaches the engine.
template <class Handle>
Handler of_party(Handle handle) {
  return [handle](const ExchangePtr& exchange) {
    const std::string& id = exchange->parameters["id"];
    if (!is_valid_id(id)) return exchange->refuse(not_found("There is no such party"));
    handle(exchange, PartyId{id});
  };
}

}  // namespace matinee::http_api
