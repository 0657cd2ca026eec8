// Sender: offers bytes to many sockets at once, without ever blocking. Two kinds, chosen at start: one send after
// another, and all of them as one io_uring submission (docs/adr/0006-io-uring.md). Complete when it returns, either
// way, so there is no state in between. Knows nothing of connections; one per loop, that loop's thread only.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace matinee::transport {

/// What one socket is offered.
struct SendAttempt {
  int socket = -1;
  std::span<const iovec> slices;  ///< in order: at least one, at most 64, none empty
  std::int64_t result = 0;        ///< set by send(): bytes the kernel took, at least one, or a negative errno value
};

class Sender {
 public:
  virtual ~Sender() = default;

  /// Each attempt once, in order; one that fails leaves the others alone. -EAGAIN: the socket takes nothing now.
  virtual void send(std::span<SendAttempt> attempts) = 0;
};

std::unique_ptr<Sender> make_plain_sender();

/// The error says why there is no ring: the kernel is too old or built without, or the container forbids it. `given_up`
/// is called once if the ring fails later and the plain one takes over; the sender's thread.
Result<std::unique_ptr<Sender>, std::string> make_ring_sender(std::function<void()> given_up = {});

}  // namespace matinee::transport
