#include "auth/guest.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "auth/key_file.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {

Result<GuestIdentities, std::string> GuestIdentities::open(const std::filesystem::path& data, Millis token_ttl) {
  auto key = open_key_file(data / "guest.key");
  if (!key) return failure(key.error() + "; without it, guests have to sign in anew");
  return GuestIdentities(std::move(key).value().bytes, token_ttl);
}

GuestIdentities::GuestIdentities(std::string key, Millis token_ttl)
    : key_(std::move(key)), issuer_(key_, std::string(guest_key_id)), token_ttl_(token_ttl) {}

GuestIdentities::Admission GuestIdentities::admit(std::string display_name, WallTime now) const {
  // The token holds whole seconds: the principal must not outlive it.
  const WallTime expires_at = wall_time_from_unix_ms(floor_seconds((now + token_ttl_).time_since_epoch()) * 1000);
  const std::string uuid = boost::uuids::to_string(boost::uuids::random_generator_pure()());
  Principal guest{UserId{std::string(guest_user_prefix) + uuid}, std::move(display_name), std::nullopt, expires_at,
                  true};
  std::string token = issuer_.issue({guest.user_id, guest.display_name, std::nullopt, expires_at, "", ""}, now);
  return {std::move(guest), std::move(token)};
}

}  // namespace matinee::auth
