// DescriptorWatch: waits for a descriptor to become readable or writable, on one event loop. What is then done with it
// is the owner's. The loop's thread only.
#pragma once

#include "base/file_descriptor.hpp"
#include "transport/byte_stream.hpp"
#include "transport/event_loop.hpp"
#include "transport/poller.hpp"

namespace matinee::transport {

class DescriptorWatch final : private Poller::Watched {
 public:
  /// Takes over a non-blocking descriptor that epoll can watch. Throws std::system_error when there is no room for it.
  DescriptorWatch(EventLoop& loop, FileDescriptor descriptor);
  ~DescriptorWatch();
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;

  void wait_readable(ReadyHandler handler);
  void wait_writable(ReadyHandler handler);

  /// As wait_readable when it is known that bytes are waiting outside the kernel.
  void call_soon(ReadyHandler handler);

  /// -1 when closed.
  int get() const { return descriptor_.get(); }
  void close();

 private:
  void on_readable() override;
  void on_writable() override;
  std::uint32_t wanted() const override;
  void abandon() override { close(); }

  EventLoop& loop_;
  FileDescriptor descriptor_;
  Poller::Token token_;
  ReadyHandler readable_;  // who waits
  ReadyHandler writable_;
};

}  // namespace matinee::transport
