// Public keys from PEM (through OpenSSL) and from JWK sets, as cjose keys.
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <boost/json.hpp>

#include "auth/jose.hpp"

namespace matinee::auth {
namespace {

namespace json = boost::json;

constexpr std::size_t least_rsa_bits = 2048;  // RFC 7518 section 3.3
constexpr std::size_t most_keys = 64;
constexpr int p256_coordinate_bytes = 32;

using PublicKeys = Result<std::vector<PublicKey>, std::string>;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using EvpKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Bytes = std::vector<std::uint8_t>;

/// A number of the key as big-endian bytes, at least `width` of them; empty when the key has none of that name.
Bytes number_of(const EVP_PKEY* key, const char* name, int width = 0) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return {};
  const BigNumber number(raw);
  Bytes bytes(static_cast<std::size_t>(std::max(width, BN_num_bytes(raw))));
  BN_bn2binpad(raw, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

Jwk rsa_jwk(const EVP_PKEY* key) {
  Bytes modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
  Bytes exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
  cjose_jwk_rsa_keyspec spec{};
  spec.n = modulus.data();
  spec.nlen = modulus.size();
  spec.e = exponent.data();
  spec.elen = exponent.size();
  return Jwk(cjose_jwk_create_RSA_spec(&spec, nullptr));
}

Jwk ec_jwk(const EVP_PKEY* key) {
  Bytes x = number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, p256_coordinate_bytes);
  Bytes y = number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, p256_coordinate_bytes);
  cjose_jwk_ec_keyspec spec{};
  spec.crv = CJOSE_JWK_EC_P_256;
  spec.x = x.data();
  spec.xlen = x.size();
  spec.y = y.data();
  spec.ylen = y.size();
  return Jwk(cjose_jwk_create_EC_spec(&spec, nullptr));
}

bool is_p256(const EVP_PKEY* key) {
  char group[32]{};
  std::size_t length = 0;
  return EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &length) == 1 &&
         std::string_view(group, length) == SN_X9_62_prime256v1;
}

Result<PublicKey, std::string> key_from_openssl(const EVP_PKEY* key) {
  PublicKey result;
  if (EVP_PKEY_is_a(key, "RSA")) {
    if (EVP_PKEY_get_bits(key) < static_cast<int>(least_rsa_bits)) {
      return std::string("the RSA key is shorter than 2048 bits, the least RS256 allows (RFC 7518, section 3.3)");
    }
    result = {"RS256", "", rsa_jwk(key)};
  } else if (EVP_PKEY_is_a(key, "EC") && is_p256(key)) {
    result = {"ES256", "", ec_jwk(key)};
  } else {
    return std::string("the key is neither RSA nor EC on the curve P-256");
  }
  if (!result.jwk) return std::string("the key's numbers are no valid key");
  return result;
}

/// The next key of a PEM text, or null at its end.
EvpKey next_pem_key(BIO* bio, bool certificates) {
  if (!certificates) return EvpKey(PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr));
  const Certificate certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  return EvpKey(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

PublicKeys keys_from_pem(std::string_view text) {
  if (text.find("PRIVATE KEY-----") != std::string_view::npos) {
    return std::string(
        "it holds a private key, which has no business here; extract the public one with: openssl pkey "
        "-pubout");
  }
  const bool certificates = text.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos;
  const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  std::vector<PublicKey> keys;
  while (const EvpKey pem = next_pem_key(bio.get(), certificates)) {
    auto key = key_from_openssl(pem.get());
    if (!key) return std::move(key).error();
    keys.push_back(std::move(key).value());
    if (keys.size() > most_keys) return std::string("it holds more than 64 keys");
  }
  ERR_clear_error();  // the end of the text leaves an error behind
  if (keys.empty()) return std::string("no PEM block \"PUBLIC KEY\" or \"CERTIFICATE\" in it can be read");
  return keys;
}

std::string_view text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view{} : std::string_view(text->data(), text->size());
}

/// The algorithm a JWK is for; empty when the server verifies nothing with it (RFC 7517 sections 4.1, 4.2, 4.4).
std::string_view algorithm_of(const json::object& jwk) {
  const std::string_view type = text_member(jwk, "kty");
  std::string_view algorithm;
  if (type == "RSA") algorithm = "RS256";
  if (type == "EC" && text_member(jwk, "crv") == "P-256") algorithm = "ES256";
  if (jwk.contains("use") && text_member(jwk, "use") != "sig") return {};
  if (jwk.contains("alg") && text_member(jwk, "alg") != algorithm) return {};
  return algorithm;
}

Result<PublicKey, std::string> key_from_jwk(const json::object& object, std::string_view algorithm) {
  if (object.contains("d")) return std::string("it holds a private key (\"d\"), which has no business here");
  const std::string text = json::serialize(object);
  PublicKey key{std::string(algorithm), std::string(text_member(object, "kid")),
                Jwk(cjose_jwk_import(text.data(), text.size(), nullptr))};
  if (!key.jwk) return "the key \"" + key.key_id + "\" is no valid JWK";
  if (algorithm == "RS256" && cjose_jwk_get_keysize(key.jwk.get(), nullptr) < least_rsa_bits) {
    return "the RSA key \"" + key.key_id + "\" is shorter than 2048 bits";
  }
  return key;
}

PublicKeys keys_from_jwk_set(std::string_view text) {
  boost::system::error_code error;
  const json::value document = json::parse(text, error);
  const json::object* root = error ? nullptr : document.if_object();
  if (root == nullptr) return std::string("it is neither PEM nor a JSON object");
  const json::value* listed = root->if_contains("keys");
  const json::array* entries = listed == nullptr ? nullptr : listed->if_array();
  if (listed != nullptr && entries == nullptr) return std::string("\"keys\" is no array");
  const json::array single{document};
  std::vector<PublicKey> keys;
  for (const json::value& entry : entries == nullptr ? single : *entries) {
    const json::object* object = entry.if_object();
    if (object == nullptr) return std::string("a key is no JSON object");
    const std::string_view algorithm = algorithm_of(*object);
    if (algorithm.empty()) continue;  // sets also carry keys for other purposes
    auto key = key_from_jwk(*object, algorithm);
    if (!key) return std::move(key).error();
    keys.push_back(std::move(key).value());
    if (keys.size() > most_keys) return std::string("it holds more than 64 keys");
  }
  if (keys.empty()) return std::string("it holds no RSA or P-256 key for signatures");
  return keys;
}

}  // namespace

Result<std::vector<PublicKey>, std::string> read_public_keys(std::string_view text) {
  return text.find("-----BEGIN ") != std::string_view::npos ? keys_from_pem(text) : keys_from_jwk_set(text);
}

}  // namespace matinee::auth
