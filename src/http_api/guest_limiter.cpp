#include "http_api/guest_limiter.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace matinee::http_api {
namespace {

constexpr std::size_t kNetworkBytes = 8;

/// What counts as one: an IPv4 address (also as an IPv4-mapped IPv6 one), an IPv6 /64, or the text itself.
std::string limit_key(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  in6_addr as_struct{};
  std::copy(bytes.begin(), bytes.end(), as_struct.s6_addr);
  if (IN6_IS_ADDR_V4MAPPED(&as_struct)) {
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
    return text.data();
  }
  return {reinterpret_cast<const char*>(bytes.data()), kNetworkBytes};
}

}  // namespace

Result<void, Millis> GuestLimiter::admit(const std::string& address, ServerTime now) {
  std::string key = limit_key(address);
  const std::lock_guard lock(mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (entries_.size() >= capacity_) {
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
    entries_.push_front({key, {}});
    found = by_key_.emplace(std::move(key), entries_.begin()).first;
  }
  party::RateWindow& window = found->second->window;
  if (window.room(limit_, now) == 0) return failure(window.retry_after(limit_, now));
  window.record(limit_, now);
  entries_.splice(entries_.begin(), entries_, found->second);
  return success();
}

}  // namespace matinee::http_api
