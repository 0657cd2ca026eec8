#include "transport/descriptor_watch.hpp"

#include <utility>

namespace matinee::transport {

namespace {

// Until the kernel has a watch again: memory or watches that others give back.
constexpr Millis retry_pause{100};

void want(EventLoop& loop, Poller::Token token, std::uint32_t what) {
  if (!loop.poller().want(token, what)) loop.call_after(retry_pause, [&loop, token, what] { want(loop, token, what); });
}

}  // namespace

DescriptorWatch::DescriptorWatch(EventLoop& loop, FileDescriptor descriptor)
    : loop_(loop), descriptor_(std::move(descriptor)), token_(loop.poller().add(descriptor_.get(), *this)) {}

DescriptorWatch::~DescriptorWatch() {
  close();
}

void DescriptorWatch::wait_readable(ReadyHandler handler) {
  if (!descriptor_.is_open()) return;
  readable_ = std::move(handler);
  want(loop_, token_, Poller::readable);
}

void DescriptorWatch::wait_writable(ReadyHandler handler) {
  if (!descriptor_.is_open()) return;
  writable_ = std::move(handler);
  want(loop_, token_, Poller::writable);
}

void DescriptorWatch::call_soon(ReadyHandler handler) {
  if (!descriptor_.is_open()) return;
  readable_ = std::move(handler);
  loop_.post([&poller = loop_.poller(), token = token_] {
    if (auto* watched = poller.find(token)) watched->on_readable();
  });
}

void DescriptorWatch::close() {
  if (!descriptor_.is_open()) return;
  loop_.poller().remove(token_);
  descriptor_.reset();
  // Not destroyed here: one of them may be the caller's, and hold the last reference to the owner of this.
  const ReadyHandler readable = std::exchange(readable_, nullptr);
  const ReadyHandler writable = std::exchange(writable_, nullptr);
}

// The handlers may destroy this: it is not touched after them.
void DescriptorWatch::on_readable() {
  if (const ReadyHandler handler = std::exchange(readable_, nullptr)) handler();
}
void DescriptorWatch::on_writable() {
  if (const ReadyHandler handler = std::exchange(writable_, nullptr)) handler();
}

std::uint32_t DescriptorWatch::wanted() const {
  return (readable_ ? Poller::readable : Poller::nothing) | (writable_ ? Poller::writable : Poller::nothing);
}

}  // namespace matinee::transport
