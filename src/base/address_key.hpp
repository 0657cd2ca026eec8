// What counts as one client address in limits. Pure.
#pragma once

#include <string>
#include <string_view>

namespace matinee {

/// A key for limits per address: an IPv4 address (also when written as an IPv4-mapped IPv6 one), the /64 network of an
/// IPv6 address, since one customer has a whole network of those, or the text itself when it is neither. Not for
/// display.
std::string address_key(std::string_view address);

}  // namespace matinee
