// A ByteStream speaking TLS over a TCP socket, through OpenSSL directly: Asio's stream would hold 34 KiB of buffers for
// every idle connection and could not tell "would block" apart.
#pragma once

#include <string>

#include "base/file_descriptor.hpp"
#include "transport/byte_stream.hpp"
#include "transport/event_loop.hpp"
#include "transport/tls_context.hpp"

namespace matinee::transport {

/// `socket` is connected and non-blocking; the handshake happens inside the first reads. On `loop`'s thread. SIGPIPE
/// must be ignored in this process, as OpenSSL writes without MSG_NOSIGNAL. Throws std::bad_alloc.
ByteStreamPtr make_tls_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address,
                              const SslContextPtr& context);

}  // namespace matinee::transport
