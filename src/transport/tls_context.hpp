// TlsContext: the certificate and key that new TLS connections are answered with. Any thread. A loaded context is
// immutable; reloading makes another one, and connections keep the one they began with.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"

struct ssl_ctx_st;

namespace matinee::transport {

using SslContextPtr = std::shared_ptr<ssl_ctx_st>;

/// Reads a PEM certificate chain (leaf first) and its PEM key: TLS 1.2 or later, HTTP/1.1 by ALPN. The error says which
/// file and what is wrong with it.
Result<SslContextPtr, std::string> load_tls_context(const std::filesystem::path& certificate,
                                                    const std::filesystem::path& key);

class TlsContext {
 public:
  TlsContext(std::filesystem::path certificate, std::filesystem::path key);

  /// Reads the files (again). On an error the context in use stays.
  Result<void, std::string> reload();

  /// Null before the first successful reload().
  SslContextPtr current() const;

 private:
  const std::filesystem::path certificate_;
  const std::filesystem::path key_;
  mutable std::mutex mutex_;
  SslContextPtr current_;
};

}  // namespace matinee::transport
