#include "cluster/nats_publisher.hpp"

#include <memory>

#include "cluster/message_parts.hpp"

namespace matinee::cluster {
namespace {

/// What larger messages are cut into parts by; a server that has not said what it takes takes this (its default).
constexpr std::int64_t default_payload_bytes = 1'048'576;
/// Headers count as payload: a part's is its name, and its place with a node's name in it.
constexpr std::size_t part_header_bytes = 512;

using Message = std::unique_ptr<natsMsg, decltype(&natsMsg_Destroy)>;

bool publish_part(natsConnection& connection, const std::string& subject, const PartPlace& place,
                  std::string_view bytes) {
  natsMsg* made = nullptr;
  if (natsMsg_Create(&made, subject.c_str(), nullptr, bytes.data(), static_cast<int>(bytes.size())) != NATS_OK) {
    return false;
  }
  const Message part(made, natsMsg_Destroy);
  return natsMsgHeader_Set(made, part_header, to_text(place).c_str()) == NATS_OK &&
         natsConnection_PublishMsg(&connection, made) == NATS_OK;
}

}  // namespace

void NatsPublisher::publish(natsConnection& connection, const std::string& subject, std::string_view message) {
  const std::int64_t told = natsConnection_GetMaxPayload(&connection);
  const auto most = static_cast<std::size_t>(told > 0 ? told : default_payload_bytes);
  if (message.size() <= most || most <= part_header_bytes) {
    (void)natsConnection_Publish(&connection, subject.c_str(), message.data(), static_cast<int>(message.size()));
    return;
  }
  const std::size_t room = most - part_header_bytes;
  PartPlace place{node_, ++messages_in_parts_, 0, static_cast<std::uint32_t>((message.size() + room - 1) / room)};
  for (; place.index < place.count; ++place.index) {
    if (!publish_part(connection, subject, place, message.substr(place.index * room, room))) return;
  }
}

}  // namespace matinee::cluster
