// base64url(content) "." base64url(signature), by libsodium's crypto_auth (HMAC-SHA512-256).
#include "auth/signed_tickets.hpp"

#include <sodium.h>

#include "auth/jose.hpp"
#include "base/packing.hpp"

namespace matinee::auth {
namespace {

constexpr std::size_t name_bytes = 16;
/// More than the longest principal needs.
constexpr std::size_t most_ticket_bytes = 6'144;

struct Content {
  std::string name;  ///< random, of this ticket alone
  PartyId party;
  ServerTime expires_at{};
  UserId user;
  std::string display_name;
  std::optional<std::string> avatar_url;
  std::optional<std::int64_t> principal_expires_ms;
  bool guest = false;
};

template <class Archive, class T>
  requires std::same_as<std::remove_const_t<T>, Content>
void fields(Archive& archive, T& value) {
  archive(value.name, value.party, value.expires_at, value.user, value.display_name, value.avatar_url,
          value.principal_expires_ms, value.guest);
}

std::string derived_key(std::string_view secret) {
  std::string key(crypto_auth_KEYBYTES, '\0');
  constexpr std::string_view purpose = "matinee tickets";
  crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                     reinterpret_cast<const unsigned char*>(secret.data()),
                     std::min<std::size_t>(secret.size(), crypto_generichash_KEYBYTES_MAX));
  return key;
}

}  // namespace

SignedTickets::SignedTickets(std::string_view key, Millis time_to_live)
    : key_(derived_key(key)), time_to_live_(time_to_live) {}

std::string SignedTickets::signature_of(std::string_view content) const {
  std::string signature(crypto_auth_BYTES, '\0');
  crypto_auth(reinterpret_cast<unsigned char*>(signature.data()),
              reinterpret_cast<const unsigned char*>(content.data()), content.size(),
              reinterpret_cast<const unsigned char*>(key_.data()));
  return signature;
}

std::string SignedTickets::issue(const Principal& principal, const PartyId& party, ServerTime now) {
  Content content{encode_base64url(random_bytes(name_bytes)), party,
                  now + time_to_live_,                        principal.user_id,
                  principal.display_name,                     principal.avatar_url,
                  std::nullopt,                               principal.guest};
  if (principal.expires_at) content.principal_expires_ms = to_unix_ms(*principal.expires_at);
  Packer packer;
  packer(content);
  const std::string bytes = packer.take();
  return encode_base64url(bytes) + "." + encode_base64url(signature_of(bytes));
}

std::optional<Redeemed> SignedTickets::redeem(std::string_view ticket, const PartyId& party, ServerTime now) {
  const std::size_t dot = ticket.find('.');
  if (ticket.size() > most_ticket_bytes || dot == std::string_view::npos) return std::nullopt;
  const auto bytes = decode_base64url(ticket.substr(0, dot));
  const auto signature = decode_base64url(ticket.substr(dot + 1));
  if (!bytes || !signature || signature->size() != crypto_auth_BYTES) return std::nullopt;
  const std::string right = signature_of(*bytes);
  if (sodium_memcmp(right.data(), signature->data(), right.size()) != 0) return std::nullopt;
  Unpacker unpacker(*bytes);
  Content content;
  unpacker(content);
  if (!unpacker.complete() || content.party != party || now >= content.expires_at) return std::nullopt;
  Principal principal{content.user, content.display_name, content.avatar_url, std::nullopt, content.guest};
  if (content.principal_expires_ms) principal.expires_at = wall_time_from_unix_ms(*content.principal_expires_ms);
  return Redeemed{std::move(principal), std::move(content.name)};
}

}  // namespace matinee::auth
