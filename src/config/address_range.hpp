// AddressRange: an IP address or a CIDR block, for "is this peer a trusted proxy?". Pure values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace matinee::config {

/// A block of addresses, kept as IPv6: IPv4 lives in ::ffff:0:0/96 (RFC 4291 section 2.5.5.2), so that a dual-stack
/// socket's view of an IPv4 peer matches too.
class AddressRange {
 public:
  /// Reads "10.0.0.0/8", "192.0.2.7", "2001:db8::/32" or "::1". Empty when it is none of these, or when bits are set
  /// beyond the prefix ("10.1.0.0/8"), which is a typing mistake more often than not.
  static std::optional<AddressRange> parse(std::string_view text);

  /// Whether `address` (no brackets, no port; a zone such as "%eth0" is ignored) lies inside. False if it is no
  /// address.
  bool contains(std::string_view address) const;

  /// The text it was read from.
  const std::string& text() const { return text_; }

  friend bool operator==(const AddressRange&, const AddressRange&) = default;

 private:
  using Bytes = std::array<std::uint8_t, 16>;
  AddressRange(std::string text, Bytes network, unsigned prefix_bits);

  std::string text_;
  Bytes network_;
  unsigned prefix_bits_;  // 0-128, counted in the IPv6 form
};

}  // namespace matinee::config
