#include <sys/socket.h>

#include <cerrno>

#include "transport/sender.hpp"

namespace matinee::transport {

namespace {

std::int64_t send_once(const SendAttempt& attempt) {
  if (attempt.slices.size() == 1) {
    const iovec& slice = attempt.slices.front();
    return ::send(attempt.socket, slice.iov_base, slice.iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(attempt.slices.data());  // sendmsg does not write through it
  message.msg_iovlen = attempt.slices.size();
  return ::sendmsg(attempt.socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

class PlainSender final : public Sender {
 public:
  void send(std::span<SendAttempt> attempts) override {
    for (SendAttempt& attempt : attempts) {
      do {
        attempt.result = send_once(attempt);
      } while (attempt.result < 0 && errno == EINTR);
      if (attempt.result < 0) attempt.result = -errno;
    }
  }
};

}  // namespace

std::unique_ptr<Sender> make_plain_sender() {
  return std::make_unique<PlainSender>();
}

}  // namespace matinee::transport
