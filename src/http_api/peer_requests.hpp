// PeerRequests: the port by which a request that another server of the cluster has to answer gets there and back.
#pragma once

#include <string>

#include "engine/shard.hpp"
#include "http_api/http.hpp"

namespace matinee::http_api {

class PeerRequests {
 public:
  virtual ~PeerRequests() = default;

  /// Shard threads. Has `node` answer the request; `respond` runs once, on `shard`, with its answer or with a problem
  /// when none came in time.
  virtual void ask(const std::string& node, Request request, engine::Shard& shard, Respond respond) = 0;
};

}  // namespace matinee::http_api
