// What token_verifier and token_issuer need of cjose and libsodium, with owners and C++ types. Internal to auth/.
#pragma once

#include <cjose/cjose.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace matinee::auth {

struct JwkRelease {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
/// A JSON web key. Shared read-only between threads: cjose doesn't change a key while verifying or signing.
using Jwk = std::unique_ptr<cjose_jwk_t, JwkRelease>;

struct HeaderRelease {
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using JoseHeader = std::unique_ptr<cjose_header_t, HeaderRelease>;

struct JwsRelease {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, JwsRelease>;

/// An HS256 key from its bytes. Throws std::runtime_error when `secret` is empty.
Jwk make_secret_key(std::string_view secret);

/// A public key together with the one algorithm it may be used with.
struct PublicKey {
  std::string algorithm;  ///< "RS256" or "ES256", by the key's type
  std::string key_id;     ///< empty: fits any `kid`
  Jwk jwk;
};

/// Reads PEM public keys and certificates, a JWK set, or one JWK. The error says what is wrong.
Result<std::vector<PublicKey>, std::string> read_public_keys(std::string_view text);

/// Whether the compact token is signed with `key` by the algorithm its header names, which must be `algorithm`.
bool has_valid_signature(std::string_view token, std::string_view algorithm, const Jwk& key);

/// Strict base64url without padding (RFC 4648 section 5): foreign characters and stray bits at the end are refused.
std::optional<std::string> decode_base64url(std::string_view text);
std::string encode_base64url(std::string_view bytes);

/// Bytes from the kernel's random generator.
std::string random_bytes(std::size_t count);

}  // namespace matinee::auth
