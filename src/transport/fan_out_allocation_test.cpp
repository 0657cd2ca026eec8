// The way of a broadcast from the party's members to the kernel allocates nothing for a receiver: seen by counting,
// over real sockets, with every kind of sender.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <new>

#include "engine/local_hub.hpp"
#include "transport/session_test_support.hpp"
#include "transport/ws_session.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// GCC takes what is inlined of a pair for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

// The whole program's, so that nothing escapes the count.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace matinee::transport {
namespace {

using testing::SessionTest;

/// A real socket to write to; nothing is ever read.
class SocketStream final : public ByteStream {
 public:
  SocketStream() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::bad_alloc();
    near_.reset(ends[0]);
    far_.reset(ends[1]);
  }

  void wait_readable(ReadyHandler) override {}
  void wait_writable(ReadyHandler) override { ADD_FAILURE() << "there is room for all of it"; }
  IoResult try_read(std::span<char>) override { return {IoStatus::would_block}; }
  IoResult try_write(std::span<const std::string_view>) override { return {IoStatus::failed}; }
  bool has_unsent() const override { return false; }
  void shutdown_send() override {}
  void close() override { near_.reset(); }
  int native_handle() const override { return near_.get(); }
  const std::string& peer_address() const override { return address_; }
  bool secure() const override { return false; }
  bool established() const override { return true; }

 private:
  FileDescriptor near_;
  FileDescriptor far_;
  std::string address_;
};

class FanOutAllocation : public SessionTest {
 protected:
  void add_members(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      auto session = std::make_shared<WsSession>(context);
      connections.add(session);
      session->open(std::make_unique<SocketStream>(), {}, "HTTP/1.1 101 Switching Protocols\r\n\r\n", false);
      hub.add(party, *session, {});
    }
    sends.flush();
  }

  /// What one broadcast to all members allocates, once everything has its size.
  std::size_t allocations_of_a_broadcast() {
    const auto blob = testing::RecordingApplication::text_blob("a change of playback");
    std::size_t counted = 0;
    for (int i = 0; i < 3; ++i) {
      const std::size_t before = allocations;
      hub.deliver(party, blob, {});
      sends.flush();
      counted = allocations - before;
    }
    return counted;
  }

  void expect_none_for_a_receiver() {
    add_members(1);
    const std::size_t for_one = allocations_of_a_broadcast();
    add_members(400);
    EXPECT_LE(allocations_of_a_broadcast(), for_one);
  }

  const PartyId party{"party"};
  engine::LocalHub hub;
};

TEST_F(FanOutAllocation, NoneForAReceiver) {
  expect_none_for_a_receiver();
}

TEST_F(FanOutAllocation, NoneForAReceiverWithWhateverSenderIsBestHere) {
  if (auto ring = make_ring_sender()) sends.use(std::move(ring).value());
  expect_none_for_a_receiver();
}

}  // namespace
}  // namespace matinee::transport
