#include "load/target.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <openssl/ssl.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstring>

namespace matinee::load {
namespace {

Result<SocketAddress, std::string> look_up(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (status != 0) return failure(fmt::format("{} can't be looked up: {}", host, ::gai_strerror(status)));
  SocketAddress address;
  address.size = found->ai_addrlen;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  ::freeaddrinfo(found);
  return address;
}

std::shared_ptr<ssl_ctx_st> open_tls(bool verify) {
  std::shared_ptr<ssl_ctx_st> context(::SSL_CTX_new(::TLS_client_method()), &::SSL_CTX_free);
  if (!context) return nullptr;
  ::SSL_CTX_set_default_verify_paths(context.get());
  ::SSL_CTX_set_verify(context.get(), verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  // Idle connections give their buffers back, and a write may be repeated from another address.
  ::SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

}  // namespace

Result<Target, std::string> Target::open(std::string_view url, bool verify) {
  const auto parsed = boost::urls::parse_uri(url);
  const bool wellformed = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") &&
                          !parsed->encoded_host().empty() && (parsed->encoded_path().size() <= 1) &&
                          !parsed->has_userinfo() && !parsed->has_query() && !parsed->has_fragment();
  if (!wellformed)
    return failure(fmt::format("\"{}\" should be http://HOST:PORT or https://HOST, without a path", url));
  const bool secure = parsed->scheme() == "https";
  Target target;
  target.verify_ = verify;
  target.url_ = url;
  if (target.url_.ends_with('/')) target.url_.pop_back();
  target.authority_ = std::string(parsed->encoded_host_and_port());
  target.host_ = parsed->host_address();
  const std::string port = parsed->has_port() ? std::string(parsed->port()) : secure ? "443" : "80";
  const auto address = look_up(target.host_, port);
  if (!address) return failure(address.error());
  target.address_ = address.value();
  if (secure && !(target.tls_ = open_tls(verify))) return failure("the TLS library can't be initialised");
  return target;
}

}  // namespace matinee::load
