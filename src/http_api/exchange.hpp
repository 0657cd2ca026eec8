// Exchange: one request on its way to its answer. Lives on the request's shard, shared by the callbacks that wait for
// the engine.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>

#include "auth/principal.hpp"
#include "engine/shard.hpp"
#include "http_api/http.hpp"
#include "http_api/peer_requests.hpp"
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

  PeerRequests* peers = nullptr;             ///< null without a cluster

  /// Answers with problem details and counts the error; or has the server answer that the refusal names.
  void refuse(const Refusal& refusal) const {
    if (pass_on(refusal)) return;
    metrics.error(refusal.code);
    respond(problem(refusal));
  }

  /// The same for what the engine has counted.
  void refuse_counted(const Refusal& refusal) const {
    if (!pass_on(refusal)) respond(problem(refusal));
  }

  /// The user of a route whose access is `user`.
  const UserId& user() const { return principal->user_id; }

 private:
  /// Owners change while a request is on its way: it follows them so often.
  static constexpr std::uint8_t most_passed_on = 3;

  bool pass_on(const Refusal& refusal) const {
    if (refusal.elsewhere.empty() || peers == nullptr || request.passed_on >= most_passed_on) return false;
    Request passed = request;
    ++passed.passed_on;
    peers->ask(refusal.elsewhere, std::move(passed), shard, respond);
    return true;
  }
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// An engine's reply that answers the exchange: `to_response(value)` on success, problem details otherwise. The engine
/// counts the errors of commands (whose replies carry no value) itself, as it does for commands from sockets.
template <class T, class ToResponse>
engine::Reply<T> answer(const ExchangePtr& exchange, ToResponse to_response) {
  return [exchange, to_response = std::move(to_response)](Result<T, Refusal> result) {
    if (!result) {
      if constexpr (std::is_void_v<T>) {
        exchange->refuse_counted(result.error());
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
