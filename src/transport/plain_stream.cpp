#include "transport/plain_stream.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "transport/descriptor_watch.hpp"

namespace matinee::transport {

namespace {

// Slices handed to the kernel in one call; the rest waits for the next attempt.
constexpr std::size_t max_slices = 64;

bool is_would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

class PlainStream final : public ByteStream {
 public:
  PlainStream(EventLoop& loop, FileDescriptor socket, std::string peer_address)
      : watch_(loop, std::move(socket)), peer_address_(std::move(peer_address)) {}

  void wait_readable(ReadyHandler handler) override { watch_.wait_readable(std::move(handler)); }
  void wait_writable(ReadyHandler handler) override { watch_.wait_writable(std::move(handler)); }

  IoResult try_read(std::span<char> into) override {
    ssize_t count = 0;
    do {
      count = ::recv(watch_.get(), into.data(), into.size(), MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count > 0) return {IoStatus::done, static_cast<std::size_t>(count)};
    if (count == 0) return {IoStatus::closed};
    return {is_would_block(errno) ? IoStatus::would_block : IoStatus::failed};
  }

  IoResult try_write(std::span<const std::string_view> slices) override {
    std::array<iovec, max_slices> vectors;
    const std::size_t count = std::min(slices.size(), vectors.size());
    for (std::size_t i = 0; i < count; ++i) {
      vectors[i] = {const_cast<char*>(slices[i].data()), slices[i].size()};  // sendmsg does not write through it
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    ssize_t sent = 0;
    do {
      sent = ::sendmsg(watch_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent > 0) return {IoStatus::done, static_cast<std::size_t>(sent)};
    if (sent == 0) return {IoStatus::would_block};
    return {is_would_block(errno) ? IoStatus::would_block : IoStatus::failed};
  }

  bool has_unsent() const override { return false; }
  void shutdown_send() override { ::shutdown(watch_.get(), SHUT_WR); }
  void close() override { watch_.close(); }
  int native_handle() const override { return watch_.get(); }
  const std::string& peer_address() const override { return peer_address_; }
  bool secure() const override { return false; }
  bool established() const override { return true; }

 private:
  DescriptorWatch watch_;
  std::string peer_address_;
};

}  // namespace

ByteStreamPtr make_plain_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address) {
  return std::make_unique<PlainStream>(loop, std::move(socket), std::move(peer_address));
}

}  // namespace matinee::transport
