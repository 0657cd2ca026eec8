// For tests only: keys made by OpenSSL, and tokens signed without the code under test, so that any header and any
// claims can be tried.
#pragma once

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/jose.hpp"

namespace matinee::auth::test {

using KeyPair = std::shared_ptr<EVP_PKEY>;

inline KeyPair make_rsa_key(unsigned bits = 2048) {
  return {EVP_RSA_gen(bits), EVP_PKEY_free};
}
inline KeyPair make_ec_key(const char* curve = "P-256") {
  return {EVP_EC_gen(curve), EVP_PKEY_free};
}
inline KeyPair make_ed25519_key() {
  return {EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free};
}

inline std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

inline std::string public_pem(const KeyPair& key) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(bio, key.get());
  return text_of(bio);
}

inline std::string private_pem(const KeyPair& key) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio);
}

inline std::string number(const KeyPair& key, const char* name, int width) {
  BIGNUM* value = nullptr;
  EVP_PKEY_get_bn_param(key.get(), name, &value);
  std::string bytes(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(value)), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  BN_free(value);
  return encode_base64url(bytes);
}

/// A JWK of the public half; `more` is spliced in (", \"use\":\"sig\"").
inline std::string public_jwk(const KeyPair& key, const std::string& key_id, const std::string& more = "") {
  const std::string id = "\"kid\":\"" + key_id + "\"" + more;
  if (EVP_PKEY_is_a(key.get(), "RSA")) {
    return "{\"kty\":\"RSA\"," + id + ",\"n\":\"" + number(key, OSSL_PKEY_PARAM_RSA_N, 0) + "\",\"e\":\"" +
           number(key, OSSL_PKEY_PARAM_RSA_E, 0) + "\"}";
  }
  return "{\"kty\":\"EC\",\"crv\":\"P-256\"," + id + ",\"x\":\"" + number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32) +
         "\",\"y\":\"" + number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32) + "\"}";
}

inline std::string signing_input(std::string_view header, std::string_view claims) {
  return encode_base64url(header) + "." + encode_base64url(claims);
}

/// A token with an HMAC-SHA256 signature, whatever its header says.
inline std::string hmac_token(std::string_view header, std::string_view claims, std::string_view secret) {
  const std::string input = signing_input(header, claims);
  std::string signature(32, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(),
       reinterpret_cast<unsigned char*>(signature.data()), &size);
  return input + "." + encode_base64url(signature);
}

/// ECDSA's DER form as the two 32-byte numbers JWS wants (RFC 7518 section 3.4).
inline std::string raw_ecdsa(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size()));
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
  ECDSA_SIG_free(signature);
  return raw;
}

/// A token signed with an RSA (PKCS#1 v1.5) or EC key and SHA-256, whatever its header says.
inline std::string key_token(std::string_view header, std::string_view claims, const KeyPair& key) {
  const std::string input = signing_input(header, claims);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
  std::size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, reinterpret_cast<const unsigned char*>(input.data()), input.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(input.data()), input.size());
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return input + "." + encode_base64url(EVP_PKEY_is_a(key.get(), "EC") ? raw_ecdsa(signature) : signature);
}

}  // namespace matinee::auth::test
