// A ByteStream straight over a TCP socket.
#pragma once

#include <string>

#include "transport/byte_stream.hpp"
#include "transport/event_loop.hpp"
#include "transport/file_descriptor.hpp"

namespace matinee::transport {

/// `socket` is connected and non-blocking. On `loop`'s thread.
ByteStreamPtr make_plain_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address);

}  // namespace matinee::transport
