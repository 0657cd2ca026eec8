// The ring sender with the one step that a test can't bring about otherwise left open: how the kernel takes what was
// put into the ring. Everyone else uses make_ring_sender() of sender.hpp.
#pragma once

#include "transport/sender.hpp"

struct io_uring;

namespace matinee::transport {

/// As io_uring_submit() of liburing: how many of the prepared entries the kernel took, or a negative errno value.
using SubmitRing = int (*)(io_uring* ring);

Result<std::unique_ptr<Sender>, std::string> make_ring_sender_over(SubmitRing submit,
                                                                   std::function<void()> given_up = {});

}  // namespace matinee::transport
