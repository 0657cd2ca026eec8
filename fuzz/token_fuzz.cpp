// Any bytes as a token, as a Cookie header and as a Sec-WebSocket-Protocol header: nothing may crash, and nothing that
// isn't signed may be believed. The input is also signed as claims, so that the fuzzer gets past the signature.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "auth/jose.hpp"
#include "auth/session_cookie.hpp"
#include "auth/subprotocol_credentials.hpp"
#include "auth/token_verifier.hpp"
#include "base/text.hpp"
#include "base/wall_clock.hpp"

namespace {

using namespace matinee;
using namespace matinee::auth;

constexpr WallTime now = wall_time_from_unix_ms(1'735'660'800'000);
const std::string secret = "a secret of thirty-two bytes ok!";

void require(bool holds) {
  if (!holds) std::abort();
}

void check_principal(const Principal& principal) {
  require(is_valid_id(principal.user_id.str()));
  require(!principal.display_name.empty() && count_code_points(principal.display_name) <= 100);
  require(!principal.expires_at || *principal.expires_at > now);
  require(principal.guest == principal.user_id.str().starts_with(guest_user_prefix));
}

/// Signs `claims` as they are.
std::string sign(std::string_view claims) {
  static const Jwk key = make_secret_key(secret);
  const JoseHeader header(cjose_header_new(nullptr));
  cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_HS256, nullptr);
  const Jws jws(cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(claims.data()),
                               claims.size(), nullptr));
  const char* token = nullptr;
  return jws && cjose_jws_export(jws.get(), &token, nullptr) ? token : "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TokenVerifier verifier =
      std::move(TokenVerifier::create({secret, "", "", "", std::string(32, 'g')})).value();
  const std::string_view input(reinterpret_cast<const char*>(data), size);

  if (const auto principal = verifier.verify(input, now)) check_principal(principal.value());
  if (const auto principal = verifier.verify(sign(input), now)) check_principal(principal.value());

  if (const auto token = session_token(input)) require(!token->empty() && token->size() <= size);

  const auto offered = parse_subprotocols(input);
  if (offered) {
    require(offered.value().selected.size() <= size);
    require(offered.value().selected.empty() || input.find(offered.value().selected) != std::string_view::npos);
  } else {
    require(!offered.error().empty());
  }
  return 0;
}
