// What a client that reads nothing can make the kernel keep, and that the last words still fit.
#include "transport/socket_options.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string>

#include "base/file_descriptor.hpp"
#include "transport/socket_address.hpp"

namespace matinee::transport {
namespace {

struct TcpPair {
  TcpPair() {
    const FileDescriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    SocketAddress address = resolve("127.0.0.1", 0).value();
    EXPECT_EQ(::bind(listening.get(), address.data(), address.size), 0);
    EXPECT_EQ(::listen(listening.get(), 1), 0);
    EXPECT_EQ(::getsockname(listening.get(), address.data(), &address.size), 0);
    client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int small = 4'096;
    ::setsockopt(client.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    EXPECT_EQ(::connect(client.get(), address.data(), address.size), 0);
    server.reset(::accept(listening.get(), nullptr, nullptr));
  }

  /// Sends until the kernel takes no more; how many bytes that were.
  std::size_t fill() {
    const std::string text(500, 'x');
    std::size_t taken = 0;
    for (ssize_t sent = 0; (sent = ::send(server.get(), text.data(), text.size(), MSG_DONTWAIT)) > 0;) {
      taken += static_cast<std::size_t>(sent);
    }
    EXPECT_EQ(errno, EAGAIN);
    return taken;
  }

  FileDescriptor client;
  FileDescriptor server;
};

TEST(SocketOptions, TheKernelKeepsLittleForAClientThatReadsNothing) {
  TcpPair pair;
  prepare_accepted(pair.server.get());
  EXPECT_LT(pair.fill(), 256u * 1024);
}

TEST(SocketOptions, TheLastWordsAreTakenAndArrive) {
  TcpPair pair;
  prepare_accepted(pair.server.get());
  const std::size_t before = pair.fill();
  lift_unsent_limit(pair.server.get());
  ASSERT_EQ(::send(pair.server.get(), "bye", 3, MSG_DONTWAIT), 3);
  pair.server.reset();
  std::string received;
  std::array<char, 4'096> buffer;
  for (ssize_t count = 0; (count = ::recv(pair.client.get(), buffer.data(), buffer.size(), 0)) > 0;) {
    received.append(buffer.data(), static_cast<std::size_t>(count));
  }
  EXPECT_EQ(received.size(), before + 3);
  EXPECT_TRUE(received.ends_with("bye"));
}

}  // namespace
}  // namespace matinee::transport
