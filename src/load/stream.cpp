#include "load/stream.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace matinee::load {

using Status = Transfer::Status;

namespace {

constexpr int kNarrowReceiveBuffer = 2048;  // bytes, before the kernel doubles it
constexpr int kEthernetSegment = 1460;      // bytes: 1500 less the headers of IPv4 and TCP

}  // namespace

Stream& Stream::operator=(Stream&& other) noexcept {
  if (this == &other) return *this;
  close();
  socket_ = std::move(other.socket_);
  connected_ = std::exchange(other.connected_, false);
  tls_ = std::exchange(other.tls_, nullptr);
  error_ = std::move(other.error_);
  return *this;
}

bool Stream::open(const Target& target, Link link) {
  close();
  const SocketAddress& address = target.address();
  socket_.reset(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket_.is_open()) {
    fail("socket", errno);
    return false;
  }
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (link == Link::narrow) {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &kNarrowReceiveBuffer, sizeof kNarrowReceiveBuffer);
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_MAXSEG, &kEthernetSegment, sizeof kEthernetSegment);
  }
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) != 0 &&
      errno != EINPROGRESS) {
    fail("connect", errno);
    return false;
  }
  if (target.tls() != nullptr) {
    tls_ = ::SSL_new(target.tls());
    ::SSL_set_fd(tls_, socket_.get());
    ::SSL_set_tlsext_host_name(tls_, target.host().c_str());
    if (target.verify()) ::SSL_set1_host(tls_, target.host().c_str());
    ::SSL_set_connect_state(tls_);
  }
  return true;
}

Transfer Stream::finish_connecting() {
  if (!connected_) {
    int number = 0;
    socklen_t size = sizeof number;
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &number, &size);
    if (number != 0) return fail("connect", number);
    connected_ = true;
  }
  return tls_ == nullptr ? Transfer{} : tls_result(::SSL_do_handshake(tls_), "TLS handshake");
}

Transfer Stream::read(std::span<char> into) {
  if (tls_ != nullptr) return tls_result(::SSL_read(tls_, into.data(), static_cast<int>(into.size())), "read");
  const ssize_t count = ::recv(socket_.get(), into.data(), into.size(), 0);
  if (count > 0) return {Status::done, static_cast<std::size_t>(count)};
  if (count == 0) return {Status::closed, 0};
  return errno == EAGAIN || errno == EINTR ? Transfer{Status::would_block, 0} : fail("read", errno);
}

Transfer Stream::write(std::string_view bytes) {
  if (tls_ != nullptr) return tls_result(::SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())), "write");
  const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (count >= 0) return {Status::done, static_cast<std::size_t>(count)};
  return errno == EAGAIN || errno == EINTR ? Transfer{Status::would_block, 0} : fail("write", errno);
}

void Stream::abort() {
  if (socket_.is_open()) {
    const linger now{1, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  close();
}

void Stream::close() {
  if (tls_ != nullptr) ::SSL_free(std::exchange(tls_, nullptr));
  socket_.reset();
  connected_ = false;
}

Transfer Stream::fail(std::string_view what, int number) {
  error_ = fmt::format("{}: {}", what, std::strerror(number));
  return {Status::failed, 0};
}

Transfer Stream::tls_result(int result, std::string_view what) {
  if (result > 0) return {Status::done, static_cast<std::size_t>(result)};
  const int system_error = errno;
  switch (::SSL_get_error(tls_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return {Status::would_block, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {Status::closed, 0};
    case SSL_ERROR_SYSCALL:
      return fail(what, system_error == 0 ? ECONNRESET : system_error);
    default: {
      const unsigned long code = ::ERR_get_error();
      error_ = fmt::format("{}: {}", what, ::ERR_reason_error_string(code));
      ::ERR_clear_error();
      return {Status::failed, 0};
    }
  }
}

}  // namespace matinee::load
