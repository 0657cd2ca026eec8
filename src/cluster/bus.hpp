// Bus: the port that carries bytes between the processes of a cluster. At most once, and what one process sends arrives
// in the order of the calls, whether it goes to a process or to a party's subject; what is lost is noticed by those who
// use it (engine/peer_link), not here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/strong_id.hpp"

namespace matinee::cluster {

/// What a message to a process is about: who reads it.
enum class Channel : std::uint8_t { engine, http };

/// Called one at a time, on a thread of the bus; must be quick and must not call the bus's destructor.
struct BusHandlers {
  std::function<void(Channel channel, std::string_view message)> on_message;
  std::function<void(const PartyId& party, std::string_view message)> on_party;
  /// The connection was lost, or is there again: what was sent meanwhile may never arrive.
  std::function<void(bool up)> on_connection;
};

class Bus {
 public:
  virtual ~Bus() = default;

  /// Once, before anything else. Handlers may run from now on.
  virtual void open(BusHandlers handlers) = 0;
  /// No handler runs after it, and none is running when it returns. Idempotent.
  virtual void close() = 0;

  // Any thread; none of these waits for the network.

  virtual void send(const std::string& node, Channel channel, std::string_view message) = 0;
  /// To every process that follows the party.
  virtual void publish(const PartyId& party, std::string_view message) = 0;
  /// Begins, or ends, to hear what is published of a party.
  virtual void follow(const PartyId& party) = 0;
  virtual void unfollow(const PartyId& party) = 0;

  /// Whether messages get through now, as far as is known.
  virtual bool up() const = 0;
};

}  // namespace matinee::cluster
