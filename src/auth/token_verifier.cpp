#include "auth/token_verifier.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <vector>

#include "auth/claims.hpp"
#include "auth/jose.hpp"

namespace matinee::auth {
namespace {

namespace json = boost::json;

/// The three parts of a compact token, still encoded. Empty when there are more or fewer.
std::optional<std::array<std::string_view, 3>> split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return std::array{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

std::optional<json::object> decode_object(std::string_view base64url) {
  const auto text = decode_base64url(base64url);
  if (!text) return std::nullopt;
  boost::system::error_code error;
  json::value value = json::parse(*text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

/// What of the header chooses the key.
struct Header {
  std::string algorithm;
  std::string key_id;  ///< empty when absent
};

Result<Header, TokenError> read_header(const json::object& object) {
  const json::value* algorithm = object.if_contains("alg");
  const json::value* key_id = object.if_contains("kid");
  if (algorithm == nullptr || !algorithm->is_string()) return malformed("the token's header has no \"alg\"");
  if (key_id != nullptr && !key_id->is_string()) return malformed("the token's \"kid\" is no text");
  // RFC 7515 section 4.1.11: extensions that must be understood, and none is.
  if (object.contains("crit")) return malformed("the token's header demands extensions (\"crit\")");
  return Header{std::string(algorithm->get_string()),
                key_id == nullptr ? std::string() : std::string(key_id->get_string())};
}

}  // namespace

struct TokenVerifier::Keys {
  Jwk secret;  // null: none
  Jwk guest;   // null: none
  Jwk operators;  // null: none
  std::vector<PublicKey> public_keys;

  bool is_guest_token(const Header& header) const { return guest && header.key_id == guest_key_id; }
  bool is_operator_token(const Header& header) const { return operators && header.key_id == operator_key_id; }
  bool is_own_token(const Header& header) const { return is_guest_token(header) || is_operator_token(header); }
  Result<std::vector<const Jwk*>, TokenError> candidates(const Header& header) const;
};

/// The keys a token with this header may be signed with: of the header's algorithm, and of its `kid` if that is given
/// and the keys have any.
Result<std::vector<const Jwk*>, TokenError> TokenVerifier::Keys::candidates(const Header& header) const {
  std::vector<const Jwk*> fitting;
  bool algorithm_known = false;
  if (header.algorithm == "HS256") {
    const Jwk& key = is_guest_token(header) ? guest : is_operator_token(header) ? operators : secret;
    if (key) fitting.push_back(&key);
    algorithm_known = key != nullptr;
  } else if (!is_own_token(header)) {
    for (const PublicKey& key : public_keys) {
      if (key.algorithm != header.algorithm) continue;
      algorithm_known = true;
      if (header.key_id.empty() || key.key_id.empty() || key.key_id == header.key_id) fitting.push_back(&key.jwk);
    }
  }
  if (!algorithm_known) {
    return TokenError{TokenFault::unsupported_algorithm,
                      "the token's algorithm is not one this server has a key for (HS256, RS256 and ES256 exist)"};
  }
  if (fitting.empty()) return TokenError{TokenFault::unknown_key, "the token's key (\"kid\") is not known here"};
  return fitting;
}

TokenVerifier::TokenVerifier(VerifierOptions options, std::unique_ptr<const Keys> keys)
    : options_(std::move(options)), keys_(std::move(keys)) {}
TokenVerifier::TokenVerifier(TokenVerifier&&) noexcept = default;
TokenVerifier& TokenVerifier::operator=(TokenVerifier&&) noexcept = default;
TokenVerifier::~TokenVerifier() = default;

Result<TokenVerifier, std::string> TokenVerifier::create(VerifierOptions options) {
  auto keys = std::make_unique<Keys>();
  if (!options.secret.empty()) keys->secret = make_secret_key(options.secret);
  if (!options.guest_key.empty()) keys->guest = make_secret_key(options.guest_key);
  if (!options.operator_key.empty()) keys->operators = make_secret_key(options.operator_key);
  if (!options.public_keys.empty()) {
    auto read = read_public_keys(options.public_keys);
    if (!read) return "the public key can't be used: " + read.error();
    keys->public_keys = std::move(read).value();
  }
  const auto has = [&](std::string_view id) {
    return std::any_of(keys->public_keys.begin(), keys->public_keys.end(),
                       [id](const PublicKey& key) { return key.key_id == id; });
  };
  if (keys->guest && has(guest_key_id)) {
    return std::string("the public key can't be used: its id \"guest\" is that of this server's own guest key");
  }
  if (keys->operators && has(operator_key_id)) {
    return std::string("the public key can't be used: its id \"matinee-operator\" is that of the operator's own key");
  }
  return TokenVerifier(std::move(options), std::move(keys));
}

Result<Principal, TokenError> TokenVerifier::verify(std::string_view token, WallTime now) const {
  if (token.size() > max_token_bytes) return TokenError{TokenFault::too_long, "the token is longer than 8 KiB"};
  const auto parts = split(token);
  if (!parts) return malformed("the token is not a JWT: three base64url parts with dots between them");
  const auto header_object = decode_object((*parts)[0]);
  const auto claims = decode_object((*parts)[1]);
  if (!header_object || !claims || !decode_base64url((*parts)[2])) {
    return malformed("the token is not a JWT: its header and claims have to be JSON objects in base64url");
  }
  const auto header = read_header(*header_object);
  if (!header) return header.error();
  const auto candidates = keys_->candidates(header.value());
  if (!candidates) return candidates.error();
  const bool valid = std::any_of(candidates.value().begin(), candidates.value().end(), [&](const Jwk* key) {
    return has_valid_signature(token, header.value().algorithm, *key);
  });
  if (!valid) return TokenError{TokenFault::bad_signature, "the token's signature does not match"};
  const bool guest = keys_->is_guest_token(header.value());
  const bool own = keys_->is_own_token(header.value());
  const ClaimRules rules = own ? ClaimRules{guest, "", ""} : ClaimRules{false, options_.issuer, options_.audience};
  auto principal = principal_from(*claims, rules, now);
  if (principal && keys_->is_operator_token(header.value())) principal.value().server_operator = true;
  return principal;
}

}  // namespace matinee::auth
