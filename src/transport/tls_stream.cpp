#include "transport/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "transport/descriptor_watch.hpp"

namespace matinee::transport {

namespace {

// Plaintext bytes of one TLS record at most (RFC 8446, 5.1).
constexpr std::size_t max_record_size = 16 * 1024;

struct SslDeleter {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsStream final : public ByteStream {
 public:
  TlsStream(EventLoop& loop, FileDescriptor socket, std::string peer_address, SSL_CTX* context)
      : ssl_(SSL_new(context)), watch_(loop, std::move(socket)), peer_address_(std::move(peer_address)) {
    if (!ssl_ || SSL_set_fd(ssl_.get(), watch_.get()) != 1) throw std::bad_alloc();
    SSL_set_accept_state(ssl_.get());
  }

  void wait_readable(ReadyHandler handler) override {
    if (SSL_pending(ssl_.get()) > 0) return watch_.call_soon(std::move(handler));
    wait(read_blocked_on_, std::move(handler));
  }
  void wait_writable(ReadyHandler handler) override { wait(write_blocked_on_, std::move(handler)); }

  IoResult try_read(std::span<char> into) override {
    if (broken_) return {IoStatus::failed};
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size()));
    if (count > 0) {
      read_blocked_on_ = Direction::read;
      return {IoStatus::done, static_cast<std::size_t>(count)};
    }
    return {explain(count, read_blocked_on_)};
  }

  IoResult try_write(std::span<const std::string_view> slices) override {
    if (const auto status = flush(); status != IoStatus::done) return {status};
    std::size_t accepted = 0;
    std::array<char, max_record_size> record;
    std::size_t filled = 0;
    for (std::string_view slice : slices) {
      while (!slice.empty()) {
        const std::size_t part = slice.copy(record.data() + filled, record.size() - filled);
        slice.remove_prefix(part);
        filled += part;
        if (filled < record.size()) continue;
        accepted += filled;
        filled = 0;
        if (const auto status = send(record); status != IoStatus::done) return settle(status, accepted);
      }
    }
    if (filled == 0) return {IoStatus::done, accepted};
    return settle(send(std::span(record).first(filled)), accepted + filled);
  }

  bool has_unsent() const override { return !unsent_.empty(); }

  void shutdown_send() override {
    if (!broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
      ERR_clear_error();
      SSL_shutdown(ssl_.get());  // best effort: the end of the TCP stream follows in any case
    }
    ::shutdown(watch_.get(), SHUT_WR);
  }

  void close() override {
    broken_ = true;  // OpenSSL must not touch the descriptor again: its number may be reused
    watch_.close();
  }
  int native_handle() const override { return watch_.get(); }
  const std::string& peer_address() const override { return peer_address_; }
  bool secure() const override { return true; }
  bool established() const override { return SSL_is_init_finished(ssl_.get()) == 1; }

 private:
  // A TLS read may have to wait for writability, and the reverse (key updates, the handshake).
  enum class Direction : std::uint8_t { read, write };

  void wait(Direction direction, ReadyHandler handler) {
    if (direction == Direction::read) {
      watch_.wait_readable(std::move(handler));
    } else {
      watch_.wait_writable(std::move(handler));
    }
  }

  IoStatus explain(int returned, Direction& blocked_on) {
    switch (SSL_get_error(ssl_.get(), returned)) {
      case SSL_ERROR_WANT_READ:
        blocked_on = Direction::read;
        return IoStatus::would_block;
      case SSL_ERROR_WANT_WRITE:
        blocked_on = Direction::write;
        return IoStatus::would_block;
      case SSL_ERROR_ZERO_RETURN:
        return IoStatus::closed;
      default:
        broken_ = true;
        return IoStatus::failed;
    }
  }

  // OpenSSL has begun a record with what it refused to finish and must get the same bytes again: they can't go back to
  // a queue that may drop them, so they count as accepted and wait here.
  IoStatus send(std::span<const char> bytes) {
    while (!bytes.empty()) {
      ERR_clear_error();
      const int count = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
      if (count <= 0) {
        const auto status = explain(count, write_blocked_on_);
        if (status == IoStatus::would_block) unsent_.assign(bytes.begin(), bytes.end());
        return status;
      }
      write_blocked_on_ = Direction::write;
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return IoStatus::done;
  }

  IoStatus flush() {
    if (broken_) return IoStatus::failed;
    if (unsent_.empty()) return IoStatus::done;
    return send(std::exchange(unsent_, {}));
  }

  static IoResult settle(IoStatus status, std::size_t accepted) {
    return status == IoStatus::would_block ? IoResult{IoStatus::done, accepted} : IoResult{status, accepted};
  }

  std::unique_ptr<SSL, SslDeleter> ssl_;
  DescriptorWatch watch_;
  std::string peer_address_;
  std::string unsent_;  // at most one record
  Direction read_blocked_on_ = Direction::read;
  Direction write_blocked_on_ = Direction::write;
  bool broken_ = false;
};

}  // namespace

ByteStreamPtr make_tls_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address,
                              const SslContextPtr& context) {
  return std::make_unique<TlsStream>(loop, std::move(socket), std::move(peer_address), context.get());
}

}  // namespace matinee::transport
