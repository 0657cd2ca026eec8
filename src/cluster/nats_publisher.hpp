// NatsPublisher: sends messages over a connection to NATS, those above what its server takes at once in parts, each with
// its place in a header. Internal to NatsBus: brings the library's header with it. Used by the thread that sends.
#pragma once

#include <nats/nats.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace matinee::cluster {

/// The header that tells the place of a part (see PartPlace); a whole message has none.
inline constexpr const char* part_header = "Matinee-Part";

class NatsPublisher {
 public:
  explicit NatsPublisher(std::string node) : node_(std::move(node)) {}

  /// What fails is noticed by those who wait for it, or at the next message.
  void publish(natsConnection& connection, const std::string& subject, std::string_view message);

 private:
  const std::string node_;
  std::uint64_t messages_in_parts_ = 0;
};

}  // namespace matinee::cluster
