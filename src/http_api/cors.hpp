// CORS (Fetch standard, section "CORS protocol"): which pages may read the answers. Immutable, shared by all shards.
#pragma once

#include <string_view>

#include "auth/origin_policy.hpp"
#include "http_api/forwarding.hpp"
#include "http_api/http.hpp"

namespace matinee::http_api {

class Cors {
 public:
  /// The references outlive the object.
  Cors(const auth::OriginPolicy& origins, const Forwarding& forwarding) : origins_(origins), forwarding_(forwarding) {}

  /// Adds what lets the page the request came from read the response. Listed origins may send the session cookie along;
  /// origins that only "*" lets in may not.
  void allow(const Request& request, Response& response) const;

  /// The answer to OPTIONS on a path with these methods ("GET, HEAD, OPTIONS"); to be passed through allow() too.
  Response preflight(const Request& request, std::string_view methods) const;

 private:
  const auth::OriginPolicy& origins_;
  const Forwarding& forwarding_;
};

}  // namespace matinee::http_api
