#include "base/address_key.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace matinee {
namespace {

constexpr std::size_t kNetworkBytes = 8;

}  // namespace

std::string address_key(std::string_view address) {
  const std::string text(address);
  in6_addr parsed{};
  if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
    std::array<char, INET_ADDRSTRLEN> ipv4{};
    inet_ntop(AF_INET, parsed.s6_addr + 12, ipv4.data(), ipv4.size());
    return ipv4.data();
  }
  return {reinterpret_cast<const char*>(parsed.s6_addr), kNetworkBytes};
}

}  // namespace matinee
