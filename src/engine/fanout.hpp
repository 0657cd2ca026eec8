// Fanout: how a party's owner reaches the shards its members are on. Implemented by the shard over the mailboxes; calls
// come on the owner's thread and arrive, per shard, in the order of the calls.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "engine/connection.hpp"
#include "engine/session.hpp"
#include "protocol/close_code.hpp"
#include "protocol/event.hpp"

namespace matinee::engine {

using SteadyTime = std::chrono::steady_clock::time_point;

class Fanout {
 public:
  virtual ~Fanout() = default;

  /// To every member on `shard`. `received`: when the command behind the blob came, where its latency is to be
  /// measured.
  virtual void to_members(std::size_t shard, const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told,
                          std::optional<SteadyTime> received) = 0;
  virtual void to_connection(const ConnectionRef& to, const BlobPtr& blob) = 0;
  virtual void close(const ConnectionRef& connection, protocol::CloseCode code) = 0;
};

}  // namespace matinee::engine
