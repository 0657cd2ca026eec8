// HttpRelay: the PeerRequests over the bus of the cluster, and the other side of it: requests that other servers pass on
// are answered here as if they had come from a client. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "cluster/bus.hpp"
#include "engine/engine.hpp"
#include "http_api/api.hpp"
#include "http_api/peer_requests.hpp"

namespace matinee::app {

class HttpRelay final : public http_api::PeerRequests {
 public:
  /// `node`: this server. The references outlive the relay.
  HttpRelay(std::string node, cluster::Bus& bus, engine::Engine& engine);

  /// Once, before messages come: who answers requests.
  void set_api(const http_api::Api& api) { api_ = &api; }

  void ask(const std::string& node, http_api::Request request, engine::Shard& shard,
           http_api::Respond respond) override;

  /// From the bus.
  void on_message(std::string_view bytes);

  /// Any thread. Nothing more comes from that server.
  void on_node_gone(const std::string& node);

  /// Answers for servers that did not; to be called now and then.
  void give_up_late(std::chrono::steady_clock::time_point now);

 private:
  struct Waiting {
    engine::Shard& shard;
    http_api::Respond respond;
    std::string node;  ///< that was asked
    std::chrono::steady_clock::time_point until;
  };

  void answer(const std::string& sender, std::uint64_t number, http_api::Request request);
  void finish(std::uint64_t number, http_api::Response response);
  /// Answers those for whom `is_lost(waiting)`: what they asked for may have been done.
  template <class IsLost>
  void give_up(IsLost is_lost);

  const std::string node_;
  cluster::Bus& bus_;
  engine::Engine& engine_;
  const http_api::Api* api_ = nullptr;
  std::mutex mutex_;
  std::uint64_t asked_ = 0;
  std::unordered_map<std::uint64_t, Waiting> waiting_;
};

}  // namespace matinee::app
