#include "config/address_range.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace matinee::config {
namespace {

constexpr unsigned ipv4_prefix_bits = 96;  // of ::ffff:0:0/96

struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool ipv4 = false;
};

std::optional<Address> parse_address(std::string_view text) {
  const std::string zero_terminated(text.substr(0, text.find('%')));
  Address address;
  if (::inet_pton(AF_INET6, zero_terminated.c_str(), address.bytes.data()) == 1) return address;
  if (::inet_pton(AF_INET, zero_terminated.c_str(), address.bytes.data() + 12) != 1) return std::nullopt;
  address.bytes[10] = address.bytes[11] = 0xFF;
  address.ipv4 = true;
  return address;
}

/// `bytes` with everything beyond the first `bits` bits cleared.
std::array<std::uint8_t, 16> masked(std::array<std::uint8_t, 16> bytes, unsigned bits) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::clamp(static_cast<int>(bits) - static_cast<int>(i * 8), 0, 8);
    bytes[i] &= static_cast<std::uint8_t>(0xFF00U >> kept);
  }
  return bytes;
}

}  // namespace

AddressRange::AddressRange(std::string text, Bytes network, unsigned prefix_bits)
    : text_(std::move(text)), network_(network), prefix_bits_(prefix_bits) {}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address || text.find('%') != std::string_view::npos) return std::nullopt;
  unsigned prefix_bits = 128;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix_bits);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (prefix_bits > (address->ipv4 ? 32U : 128U)) return std::nullopt;
    if (address->ipv4) prefix_bits += ipv4_prefix_bits;
  }
  if (masked(address->bytes, prefix_bits) != address->bytes) return std::nullopt;
  return AddressRange(std::string(text), address->bytes, prefix_bits);
}

bool AddressRange::contains(std::string_view address) const {
  const auto parsed = parse_address(address);
  return parsed && masked(parsed->bytes, prefix_bits_) == network_;
}

}  // namespace matinee::config
