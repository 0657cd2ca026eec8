// TokenVerifier: from a JWS compact token (RFC 7515, RFC 7519) to a Principal. Immutable after create(), shared by all
// threads. It doesn't know where a token came from (header, cookie, subprotocol) and never reads the clock.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "auth/principal.hpp"
#include "base/result.hpp"

namespace matinee::auth {

/// Why a token was refused.
enum class TokenFault {
  too_long,               ///< more than max_token_bytes
  malformed,              ///< not three base64url parts with a JSON header and JSON claims of the right types
  unsupported_algorithm,  ///< `alg` is none of HS256, RS256, ES256, or no key for it is configured
  unknown_key,            ///< `kid` names no configured key
  bad_signature,          ///< the signature doesn't match
  expired,                ///< `exp` has passed
  not_yet_valid,          ///< `nbf` or `iat` lies in the future by more than token_clock_leeway
  wrong_issuer,           ///< `iss` is not the expected one
  wrong_audience,         ///< `aud` doesn't contain the expected one
  bad_subject,            ///< no usable user id, or one that belongs to the other kind of token (guest or platform)
};

struct TokenError {
  TokenFault fault;
  /// A sentence for the client. Never contains the token or any part of it.
  std::string message;
};

/// Longest accepted token in bytes; checked before anything is decoded.
inline constexpr std::size_t max_token_bytes = 8 * 1024;

/// How far `nbf` and `iat` may lie in the future, for issuers whose clocks run ahead. `exp` gets none.
inline constexpr Millis token_clock_leeway{60'000};

/// `kid` of guest tokens, and the start of guests' user ids. Platform tokens can't use either while guests are on.
inline constexpr std::string_view guest_key_id = "guest";
inline constexpr std::string_view guest_user_prefix = "guest-";

/// `kid` of the tokens of the server's operator, and the `sub` they have. Platform tokens can't use the `kid`; the `sub`
/// is a name for the log and nobody's user id.
inline constexpr std::string_view operator_key_id = "matinee-operator";
inline constexpr std::string_view operator_user = "operator";

/// The keys and expectations of a verifier; empty means absent.
struct VerifierOptions {
  /// HS256 key, as bytes.
  std::string secret;
  /// Text of a PEM public key or of a JWK set (RFC 7517), for RS256 (2048 bits or more) and ES256.
  std::string public_keys;
  /// Required `iss` and `aud` of platform tokens.
  std::string issuer;
  std::string audience;
  /// Key of the tokens this server signs for guests (GuestIdentities::key()).
  std::string guest_key;
  /// Key of the operator's tokens (OperatorKey::key()).
  std::string operator_key{};
};

class TokenVerifier {
 public:
  /// A verifier with these keys; without any key it refuses every token. The error says what is wrong with a key.
  static Result<TokenVerifier, std::string> create(VerifierOptions options);

  TokenVerifier(TokenVerifier&&) noexcept;
  TokenVerifier& operator=(TokenVerifier&&) noexcept;
  ~TokenVerifier();

  /// The principal the token stands for at `now`. A key is only ever used with the algorithm of its own type, so a
  /// public key can't be passed off as an HMAC secret. Thread-safe.
  Result<Principal, TokenError> verify(std::string_view token, WallTime now) const;

 private:
  struct Keys;
  TokenVerifier(VerifierOptions options, std::unique_ptr<const Keys> keys);

  VerifierOptions options_;
  std::unique_ptr<const Keys> keys_;
};

}  // namespace matinee::auth
