#include "http_api/guest_limiter.hpp"

#include "base/address_key.hpp"

namespace matinee::http_api {

Result<void, Millis> GuestLimiter::admit(const std::string& address, ServerTime now) {
  return limiter_.admit(address_key(address), now);
}

}  // namespace matinee::http_api
