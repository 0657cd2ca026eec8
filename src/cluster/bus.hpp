// Bus: the port that carries a party's committed events to other processes with members of it. Delivery is at most
// once; revisions and snapshots make it whole.
#pragma once

#include <string_view>

#include "base/strong_id.hpp"

namespace matinee::cluster {

class Bus {
 public:
  virtual ~Bus() = default;

  /// Shard threads. Framed events of one party that became ready together; never blocks.
  virtual void publish(const PartyId& party, std::string_view framed_events) = 0;
};

/// One process has every member: the engine's mailboxes carry everything.
class LocalBus final : public Bus {
 public:
  void publish(const PartyId&, std::string_view) override {}
};

}  // namespace matinee::cluster
