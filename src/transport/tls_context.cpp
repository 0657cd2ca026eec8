#include "transport/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>
#include <utility>

namespace matinee::transport {

namespace {

std::string last_openssl_error() {
  const unsigned long code = ERR_get_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason != nullptr ? reason : "unknown error";
}

// Wire form of the only protocol spoken here: a length, then the name (RFC 7301, 3.1).
constexpr std::string_view http_1_1 = "\x08http/1.1";

int select_alpn(SSL*, const unsigned char** selected, unsigned char* selected_size, const unsigned char* offered,
                unsigned int offered_size, void*) {
  const auto* own = reinterpret_cast<const unsigned char*>(http_1_1.data());
  unsigned char* match = nullptr;
  const int outcome = SSL_select_next_proto(&match, selected_size, own, http_1_1.size(), offered, offered_size);
  *selected = match;
  // A client that offers only other protocols may still speak this one.
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void configure(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // RELEASE_BUFFERS: an idle connection gives back its 34 KiB of record buffers.
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // TLS 1.3 and tickets resume without one
  SSL_CTX_set_alpn_select_cb(context, select_alpn, nullptr);
}

}  // namespace

Result<SslContextPtr, std::string> load_tls_context(const std::filesystem::path& certificate,
                                                    const std::filesystem::path& key) {
  ERR_clear_error();
  SslContextPtr context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return "can't set up TLS: " + last_openssl_error();
  configure(context.get());
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
    return "can't use the TLS certificate " + certificate.string() +
           " (expected a PEM chain, leaf first): " + last_openssl_error();
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return "can't use the TLS key " + key.string() + " (expected the PEM key of " + certificate.string() +
           "): " + last_openssl_error();
  }
  return context;
}

TlsContext::TlsContext(std::filesystem::path certificate, std::filesystem::path key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {}

Result<void, std::string> TlsContext::reload() {
  auto loaded = load_tls_context(certificate_, key_);
  if (!loaded) return std::move(loaded).error();
  const std::lock_guard lock(mutex_);
  current_ = std::move(loaded).value();
  return success();
}

SslContextPtr TlsContext::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace matinee::transport
