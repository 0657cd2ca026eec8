// DescriptorWatch: waits for a descriptor to become readable or writable, on one event loop. What is then done with it
// is the owner's. The loop's thread only.
#pragma once

#include <memory>

#include "transport/byte_stream.hpp"
#include "transport/event_loop.hpp"
#include "transport/file_descriptor.hpp"

namespace matinee::transport {

class DescriptorWatch {
 public:
  /// Takes over a non-blocking descriptor that epoll can watch.
  DescriptorWatch(EventLoop& loop, FileDescriptor descriptor);
  ~DescriptorWatch();
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;

  void wait_readable(ReadyHandler handler);
  void wait_writable(ReadyHandler handler);

  /// As wait_readable when it is known that bytes are waiting outside the kernel.
  void call_soon(ReadyHandler handler);

  /// -1 when closed.
  int get() const;
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // shared with the waits, which look whether it is still open before they call anybody
};

}  // namespace matinee::transport
