// One party of the run and its viewers, and what the viewers of a worker share. One worker's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "load/arrivals.hpp"
#include "load/change_tracker.hpp"
#include "load/chat_order.hpp"
#include "load/connection.hpp"
#include "load/tallies.hpp"
#include "load/viewer.hpp"

namespace matinee::load {

struct Party {
  std::string id;
  std::string code;
  std::vector<std::unique_ptr<Viewer>> viewers;  ///< the first is the host
  ChangeTracker changes;
  ChatOrder chats;
  std::size_t receivers = 0;        ///< steady readers following
  std::int64_t last_revision = -1;  ///< the latest a steady reader has heard of
  std::size_t next_speaker = 0;
  std::size_t next_player = 0;

  Viewer& host() { return *viewers.front(); }
};

struct WorkerContext {
  Poller& poller;
  const Target& target;
  Connection::Buffer buffer;
  Gauges& gauges;
  Tallies& tallies;
  Arrivals& arrivals;
  DeliveryTimes* times = nullptr;   ///< where changes sent now are recorded; null: nowhere
  std::size_t following = 0;        ///< viewers with an answer to their sync-request
  std::vector<Party*> with_room{};  ///< parties of which a change has just arrived everywhere
};

}  // namespace matinee::load
