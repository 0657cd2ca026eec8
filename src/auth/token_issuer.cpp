#include "auth/token_issuer.hpp"

#include <boost/json.hpp>
#include <stdexcept>

#include "auth/jose.hpp"

namespace matinee::auth {
namespace {

namespace json = boost::json;

std::string encode_claims(const TokenClaims& claims, WallTime now) {
  json::object object{{"sub", claims.user_id.str()}, {"iat", floor_seconds(now.time_since_epoch())}};
  if (!claims.display_name.empty()) object["name"] = claims.display_name;
  if (claims.avatar_url) object["picture"] = *claims.avatar_url;
  if (claims.expires_at) object["exp"] = floor_seconds(claims.expires_at->time_since_epoch());
  if (!claims.issuer.empty()) object["iss"] = claims.issuer;
  if (!claims.audience.empty()) object["aud"] = claims.audience;
  return json::serialize(object);
}

}  // namespace

TokenIssuer::TokenIssuer(std::string key, std::string key_id) : key_(std::move(key)), key_id_(std::move(key_id)) {
  if (key_.empty()) throw std::invalid_argument("a token issuer needs a key");
}

std::string TokenIssuer::issue(const TokenClaims& claims, WallTime now) const {
  const std::string text = encode_claims(claims, now);
  cjose_err error{};
  const JoseHeader header(cjose_header_new(&error));
  bool done = header && cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_HS256, &error) &&
              cjose_header_set(header.get(), "typ", "JWT", &error) &&
              (key_id_.empty() || cjose_header_set(header.get(), CJOSE_HDR_KID, key_id_.c_str(), &error));
  const Jwk key = make_secret_key(key_);
  const Jws jws(done ? cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(text.data()),
                                      text.size(), &error)
                     : nullptr);
  const char* token = nullptr;  // owned by jws
  if (!jws || !cjose_jws_export(jws.get(), &token, &error)) throw std::runtime_error("a token could not be signed");
  return token;
}

}  // namespace matinee::auth
