// The Sender over io_uring. Every entry is a send with MSG_DONTWAIT: the kernel carries it out while it is submitted,
// and a socket that is full answers -EAGAIN instead of being waited for, so nothing is under way afterwards.
#include "transport/ring_sender.hpp"

#include <liburing.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include "base/file_descriptor.hpp"
#include "base/log.hpp"
#include "transport/sender.hpp"

namespace matinee::transport {

namespace {

// Entries of one submission. More gained nothing in measurements, and these take 16 KiB.
constexpr unsigned ring_entries = 256;

// Fewer sends cost less one by one.
constexpr std::size_t least_worthwhile = 4;

constexpr int send_flags = MSG_DONTWAIT | MSG_NOSIGNAL;

// For a completion that should have been there: something is wrong with this kernel's rings when it passes.
constexpr __kernel_timespec completion_timeout{1, 0};

class RingSender final : public Sender {
 public:
  RingSender(SubmitRing submit_ring, std::function<void()> given_up)
      : submit_ring_(submit_ring), given_up_(std::move(given_up)) {}
  ~RingSender() override {
    if (open_) io_uring_queue_exit(&ring_);
  }
  RingSender(const RingSender&) = delete;
  RingSender& operator=(const RingSender&) = delete;

  // 0 or a negative errno value. An entry that can't be carried out must not hold up those after it, hence SUBMIT_ALL.
  int open() {
    io_uring_params parameters{};
    parameters.flags = IORING_SETUP_SUBMIT_ALL;
    const int error = io_uring_queue_init_params(ring_entries, &ring_, &parameters);
    open_ = error == 0;
    usable_ = open_;
    return error;
  }

  bool usable() const { return usable_; }

  void send(std::span<SendAttempt> attempts) override {
    while (usable_ && attempts.size() >= least_worthwhile) {
      const auto part = attempts.first(std::min<std::size_t>(attempts.size(), ring_entries));
      attempts = attempts.subspan(submit(part));
    }
    if (!attempts.empty()) plain_->send(attempts);
  }

  // Returns how many of `attempts`, which fit into the ring, have their result.
  std::size_t submit(std::span<SendAttempt> attempts) {
    for (std::size_t i = 0; i < attempts.size(); ++i) prepare(attempts[i], i);
    const int submitted = submit_ring_(&ring_);
    const auto count = static_cast<std::size_t>(std::max(submitted, 0));
    // What the kernel left in the ring would go out with the next submission, for a second time.
    if (count < attempts.size()) give_up(submitted < 0 ? submitted : -EIO);
    collect(attempts.first(count));
    return count;
  }

 private:
  void prepare(SendAttempt& attempt, std::size_t index) {
    attempt.result = -EIO;
    io_uring_sqe* entry = io_uring_get_sqe(&ring_);  // there is one: the ring is empty between submissions
    if (attempt.slices.size() == 1) {
      io_uring_prep_send(entry, attempt.socket, attempt.slices[0].iov_base, attempt.slices[0].iov_len, send_flags);
    } else {
      msghdr& message = messages_[index];
      message = {};
      message.msg_iov = const_cast<iovec*>(attempt.slices.data());  // sendmsg does not write through it
      message.msg_iovlen = attempt.slices.size();
      io_uring_prep_sendmsg(entry, attempt.socket, &message, send_flags);
    }
    io_uring_sqe_set_data64(entry, index);
  }

  void collect(std::span<SendAttempt> submitted) {
    for (std::size_t i = 0; i < submitted.size(); ++i) {
      io_uring_cqe* completion = nullptr;
      if (io_uring_peek_cqe(&ring_, &completion) != 0) {
        auto timeout = completion_timeout;
        const int error = io_uring_wait_cqe_timeout(&ring_, &completion, &timeout);
        if (error != 0) return give_up(error);
      }
      submitted[io_uring_cqe_get_data64(completion)].result = completion->res;
      io_uring_cqe_seen(&ring_, completion);
    }
  }

  void give_up(int error) {
    if (!std::exchange(usable_, false)) return;
    log::warn("io_uring_given_up", {{"reason", std::strerror(-error)}});
    if (given_up_) given_up_();
  }

  SubmitRing submit_ring_;
  std::function<void()> given_up_;
  io_uring ring_{};
  bool open_ = false;
  bool usable_ = false;
  std::array<msghdr, ring_entries> messages_{};
  std::unique_ptr<Sender> plain_ = make_plain_sender();
};

// A kernel that has rings may still lack what is needed of them, and sandboxes imitate some of it: seen once, trusted.
bool works(RingSender& sender) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return false;
  const FileDescriptor near(pair[0]);
  const FileDescriptor far(pair[1]);
  std::array<char, 2> text{'o', 'k'};
  const std::array<iovec, 2> slices{iovec{&text[0], 1}, iovec{&text[1], 1}};
  std::array<SendAttempt, 2> attempts;
  attempts[0] = {near.get(), std::span(slices).first(1)};
  attempts[1] = {near.get(), slices};
  if (sender.submit(attempts) != 2 || attempts[0].result != 1 || attempts[1].result != 2) return false;
  std::array<char, 8> received{};
  if (::recv(far.get(), received.data(), received.size(), MSG_DONTWAIT) != 3) return false;

  // A full socket: refused at once, not waited for.
  const std::vector<char> plenty(64 * 1024);
  while (::send(near.get(), plenty.data(), plenty.size(), send_flags) > 0) {
  }
  return sender.submit(std::span(attempts).first(1)) == 1 && attempts[0].result == -EAGAIN && sender.usable();
}

}  // namespace

Result<std::unique_ptr<Sender>, std::string> make_ring_sender(std::function<void()> given_up) {
  return make_ring_sender_over(io_uring_submit, std::move(given_up));
}

Result<std::unique_ptr<Sender>, std::string> make_ring_sender_over(SubmitRing submit,
                                                                   std::function<void()> given_up) {
  auto sender = std::make_unique<RingSender>(submit, std::move(given_up));
  if (const int error = sender->open(); error != 0) return failure(std::string(std::strerror(-error)));
  if (!works(*sender)) return failure(std::string("this system's io_uring does not send as it should"));
  return success(std::unique_ptr<Sender>(std::move(sender)));
}

}  // namespace matinee::transport
