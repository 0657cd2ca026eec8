// Api: every HTTP endpoint, and who may open a socket. Immutable after construction, shared by all shards; per-request
// work runs on the request's shard.
#pragma once

#include <memory>
#include <string>

#include "auth/principal.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/shard.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

/// A socket that may be opened once the party agrees.
struct UpgradeTicket {
  PartyId party;
  engine::Credentials credentials;
  std::string subprotocol;  ///< to select; empty: none
};

class Api {
 public:
  /// Dependencies are collected in one struct, declared in the .cpp's companion header (api_dependencies.hpp).
  explicit Api(struct ApiDependencies dependencies);
  ~Api();

  /// Routes and answers. Malformed, unknown and forbidden requests get problem details; nothing throws out of here.
  void handle(engine::Shard& shard, Request request, Respond respond) const;

  /// Whether it asks how the server is (health, readiness, metrics), or is the operator's: what is to be answered however full it is.
  bool is_for_operators(const Request& request) const;

  /// As Forwarding::client_address.
  std::string client_address(const Request& request) const;

  /// For an upgrade request: authenticates (header, cookie with Origin check, ticket, bearer subprotocol) and names the
  /// party, or the response to refuse with. The party itself is asked by the transport through Shard::attach.
  Result<UpgradeTicket, Response> authorize_upgrade(const Request& request) const;

  /// The response for a refused attach.
  Response refusal(const protocol::Refusal& refusal) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::http_api
