#include "transport/descriptor_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace matinee::transport {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

struct DescriptorWatch::Impl : std::enable_shared_from_this<DescriptorWatch::Impl> {
  Impl(asio::io_context& context, int native) : descriptor(context, native) {}

  void wait(Descriptor::wait_type type, ReadyHandler handler) {
    if (!descriptor.is_open()) return;
    descriptor.async_wait(type, [self = shared_from_this(), handler = std::move(handler)](const auto& error) {
      // A wait may have completed before the close that should have ended it.
      if (error == asio::error::operation_aborted || !self->descriptor.is_open()) return;
      handler();
    });
  }

  Descriptor descriptor;
};

DescriptorWatch::DescriptorWatch(EventLoop& loop, FileDescriptor descriptor)
    : impl_(std::make_shared<Impl>(loop.context(), descriptor.release())) {}

DescriptorWatch::~DescriptorWatch() {
  close();
}

void DescriptorWatch::wait_readable(ReadyHandler handler) {
  impl_->wait(Descriptor::wait_read, std::move(handler));
}
void DescriptorWatch::wait_writable(ReadyHandler handler) {
  impl_->wait(Descriptor::wait_write, std::move(handler));
}

void DescriptorWatch::call_soon(ReadyHandler handler) {
  asio::post(impl_->descriptor.get_executor(), [impl = impl_, handler = std::move(handler)] {
    if (impl->descriptor.is_open()) handler();
  });
}

int DescriptorWatch::get() const {
  return impl_->descriptor.is_open() ? impl_->descriptor.native_handle() : -1;
}

void DescriptorWatch::close() {
  boost::system::error_code ignored;  // the descriptor is gone either way
  impl_->descriptor.close(ignored);
}

}  // namespace matinee::transport
