// A ByteStream straight over a TCP socket.
#pragma once

#include <string>

#include "base/file_descriptor.hpp"
#include "transport/byte_stream.hpp"
#include "transport/event_loop.hpp"

namespace matinee::transport {

/// `socket` is connected and non-blocking. On `loop`'s thread.
ByteStreamPtr make_plain_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address);

}  // namespace matinee::transport
