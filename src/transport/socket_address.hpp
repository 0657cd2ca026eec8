// Names and socket addresses: the few conversions that the listener needs. No state; resolve() may ask the network.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace matinee::transport {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// The first address of a host name or literal; the error is the resolver's text.
Result<SocketAddress, std::string> resolve(const std::string& host, std::uint16_t port);

/// Numeric, without port; IPv4-mapped IPv6 addresses as IPv4.
std::string host_of(const SocketAddress& address);

/// Numeric, with port, IPv6 in brackets.
std::string host_and_port_of(const SocketAddress& address);

}  // namespace matinee::transport
