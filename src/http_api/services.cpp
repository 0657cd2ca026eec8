#include "http_api/services.hpp"

#include <algorithm>

namespace matinee::http_api {

Services::Services(ApiDependencies given)
    : dependencies(given),
      forwarding(given.settings),
      authentication(given.verifier, given.engine, given.origins, given.tickets, given.clock, given.wall_clock, forwarding),
      cors(given.origins, forwarding),
      guest_limiter({given.settings.limits.guests_per_hour_per_address, std::chrono::hours{1}}),
      listing_limiter({given.settings.limits.listings_per_minute, std::chrono::minutes{1}}),
      password_limiter({given.settings.limits.passwords_per_hour_per_address, std::chrono::hours{1}}),
      sample(find_sample_film(given.settings.server.media_dir)) {}

bool Services::is_operator(const auth::Principal& principal) const {
  return principal.server_operator || is_operator(principal.user_id);
}

bool Services::is_operator(const UserId& user) const {
  const std::vector<std::string>& named = dependencies.settings.auth.admin_users;
  return std::find(named.begin(), named.end(), user.str()) != named.end();
}

}  // namespace matinee::http_api
