// Exchange: one request on its way to its answer. Lives on the request's shard, shared by the callbacks that wait for
// the engine.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>

#include "auth/principal.hpp"
#include "engine/shard.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "http_api/router.hpp"
#include "metrics/metrics.hpp"

namespace matinee::http_api {

struct Exchange {
  engine::Shard& shard;
  Request request;
  Respond respond;  ///< to be called once, or refuse() instead
  metrics::Metrics& metrics;
  PathParameters parameters;
  std::optional<auth::Principal> principal;  ///< present where the route's access is `user`

  /// Answers with problem details and counts the error.
  void refuse(const Refusal& refusal) const {
    metrics.error(refusal.code);
    respond(problem(refusal));
  }

  /// The user of a route whose access is `user`.
  const UserId& user() const { return principal->user_id; }
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// An engine's reply that answers the exchange: `to_response(value)` on success, problem details otherwise. The engine
/// counts the errors of commands (whose replies carry no value) itself, as it does for commands from sockets.
template <class T, class ToResponse>
engine::Reply<T> answer(const ExchangePtr& exchange, ToResponse to_response) {
  return [exchange, to_response = std::move(to_response)](Result<T, Refusal> result) {
    if (!result) {
      if constexpr (std::is_void_v<T>) {
        exchange->respond(problem(result.error()));
      } else {
        exchange->refuse(result.error());
      }
      return;
    }
    if constexpr (std::is_void_v<T>) {
      exchange->respond(to_response());
    } else {
      exchange->respond(to_response(std::move(result).value()));
    }
  };
}

struct Services;

/// Whom a list is counted against, for admit_listing().
std::string listing_key(const UserId& user);
/// Counts one list asked for; refuses, and returns false, when there were too many.
bool admit_listing(const Services& services, const ExchangePtr& exchange, const std::string& key);

}  // namespace matinee::http_api
