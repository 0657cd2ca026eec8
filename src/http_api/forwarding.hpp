// Forwarding: how a client sees this server and how the server sees the client, with proxies between them. Headers that
// anyone can send are believed only when the peer is a trusted proxy. Immutable, shared by all shards.
#pragma once

#include <string>

#include "base/strong_id.hpp"
#include "config/settings.hpp"
#include "http_api/http.hpp"

namespace matinee::http_api {

class Forwarding {
 public:
  /// `settings` outlives the object.
  explicit Forwarding(const config::Settings& settings) : settings_(settings) {}

  /// The client's address: the peer's, or behind trusted proxies the last X-Forwarded-For entry that none of them is.
  std::string client_address(const Request& request) const;

  /// Scheme, host and port under which the client reached the server: "https://party.example.org". In this order: the
  /// public URL, a trusted proxy's X-Forwarded-Proto and -Host, the Host header, the listening address.
  std::string own_origin(const Request& request) const;

  /// Where the client opens the socket of a party: "wss://party.example.org/api/v1/watch-parties/<id>/ws".
  std::string socket_url(const Request& request, const PartyId& party) const;

 private:
  bool is_trusted_proxy(std::string_view address) const;

  const config::Settings& settings_;
};

}  // namespace matinee::http_api
