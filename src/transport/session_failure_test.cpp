// Whatever read or write fails, and however little the socket takes at once: the session ends, the engine is told
// exactly once, nothing stays behind.
#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using testing::RecordingApplication;
using testing::SessionTest;
using testing::Wire;
using websocket::Opcode;

class SessionFailureTest : public SessionTest {
 protected:
  /// A request, an upgrade, commands, deliveries, and the closing handshake, begun by either side.
  void play(bool server_closes) {
    connect();
    client_sends("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    client_sends("ab");
    client_sends(upgrade_request);
    client_sends_text("echo one");
    client_sends_frame(Opcode::ping, "p");
    deliver("two");
    wire->room = 4;
    deliver("three");
    deliver("four");
    wire->room = std::string::npos;
    settle();
    if (server_closes && application.attached != nullptr) {
      application.attached->close(protocol::CloseCode::going_away);
      settle();
    }
    client_sends_frame(Opcode::close, websocket::encode_close_payload(websocket::CloseCode::normal));
    wire->ended = true;
    settle();
    pass(options.outbox_stall_timeout);
    pass(options.linger);
  }

  void deliver(std::string_view text) {
    if (application.attached == nullptr) return;
    application.deliver(*application.attached, RecordingApplication::text_blob(text));
    settle();
  }

  void reset() {
    wire = std::make_shared<Wire>();
    application.detached = 0;
    application.attached = nullptr;
    application.texts.clear();
  }

  void expect_nothing_left() {
    EXPECT_TRUE(wire->closed);
    EXPECT_EQ(application.attached, nullptr);
    EXPECT_LE(application.detached, 1);
    EXPECT_EQ(connections.size(), 0u);
    EXPECT_EQ(admission->total(), 0u);
    EXPECT_EQ(loop.timers(), 0u);
    EXPECT_EQ(wire.use_count(), 1) << "a session is still alive";
  }
};

TEST_F(SessionFailureTest, EveryReadAndWriteMayFail) {
  for (const bool server_closes : {false, true}) {
    bool failed = true;
    for (int n = 0; failed; ++n) {
      SCOPED_TRACE(n);
      ASSERT_LT(n, 1'000);
      reset();
      wire->fail_at = n;
      play(server_closes);
      failed = wire->broken();
      expect_nothing_left();
    }
    EXPECT_EQ(application.detached, 1) << "the last round went through";
    EXPECT_EQ(application.texts.size(), 1u);
  }
}

TEST_F(SessionFailureTest, AnythingGoesThroughInTheSmallestPieces) {
  for (const std::size_t chunk : {1, 2, 7, 100}) {
    SCOPED_TRACE(chunk);
    reset();
    wire->chunk = chunk;
    play(false);
    EXPECT_NE(wire->written.find(text_frame("one") + "\x8A\x01p" + text_frame("two") + text_frame("three") +
                                 text_frame("four") + "\x88\x02\x03\xE8"),
              std::string::npos);
    expect_nothing_left();
    EXPECT_EQ(application.detached, 1);
    EXPECT_TRUE(application.detached_clean);
  }
}

TEST_F(SessionFailureTest, AbortMayComeAtAnyMoment) {
  for (std::size_t cut = 1; cut < upgrade_request.size() + 30; cut += 3) {
    SCOPED_TRACE(cut);
    reset();
    connect();
    std::string bytes = upgrade_request;
    client_sends(std::string_view(bytes).substr(0, cut));
    if (cut >= bytes.size()) client_sends_text("hello");
    connections.abort_all();
    settle();
    expect_nothing_left();
  }
}

}  // namespace
}  // namespace matinee::transport
