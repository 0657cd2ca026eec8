// Target: the deployment under test, from its URL to addresses and a TLS context. Immutable, shared by all workers.
#pragma once

#include <sys/socket.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct ssl_ctx_st;

namespace matinee::load {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

class Target {
 public:
  /// `url`: "http://host:port" or "https://host", without a path. Looks the name up. `verify`: whether a certificate
  /// has to be valid and the host's. The error says what was wrong and what would be right.
  static Result<Target, std::string> open(std::string_view url, bool verify);

  const std::string& url() const { return url_; }
  /// The value of the Host header.
  const std::string& authority() const { return authority_; }
  /// Without brackets, as TLS wants it.
  const std::string& host() const { return host_; }
  const SocketAddress& address() const { return address_; }
  /// Null for plain HTTP.
  ssl_ctx_st* tls() const { return tls_.get(); }
  bool verify() const { return verify_; }

 private:
  std::string url_;
  std::string authority_;
  std::string host_;
  SocketAddress address_;
  bool verify_ = true;
  std::shared_ptr<ssl_ctx_st> tls_;
};

}  // namespace matinee::load
