// One WebSocket, from the upgrade request to the end of its connection.
#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using engine::Delivery;
using protocol::CloseCode;
using testing::RecordingApplication;
using testing::SessionTest;
using websocket::Opcode;

class WsSessionTest : public SessionTest {
 protected:
  void server_delivers(std::string_view text, Delivery delivery = Delivery::kept) {
    application.deliver(*application.attached, RecordingApplication::text_blob(text, delivery));
    settle();
  }

  static std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
  }

  bool exposes(std::string_view series) { return metrics.exposition().find(series) != std::string::npos; }

  /// The code of the close frame that `bytes` begin with, 0 if they don't.
  static int close_code(const std::string& bytes) {
    if (bytes.size() < 4 || bytes[0] != '\x88') return 0;
    return static_cast<unsigned char>(bytes[2]) * 256 + static_cast<unsigned char>(bytes[3]);
  }
};

// ---- Opening.

TEST_F(WsSessionTest, AcceptsTheHandshakeOfTheRfc) {
  connect();
  client_sends(upgrade_request);
  EXPECT_EQ(received(),
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: matinee.v1\r\n\r\n");
  EXPECT_NE(application.attached, nullptr);
  EXPECT_EQ(connections.size(), 1u);
}

TEST_F(WsSessionTest, AnotherVersionIsToldWhichOneIsRight) {
  connect();
  client_sends(replaced(upgrade_request, "Version: 13", "Version: 8"));
  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 426 ")) << response;
  EXPECT_NE(response.find("Sec-WebSocket-Version: 13\r\n"), std::string::npos);
  EXPECT_NE(response.find("Connection: close, Upgrade\r\n"), std::string::npos);
  EXPECT_TRUE(application.requests.empty()) << "nobody is asked for permission before";
}

TEST_F(WsSessionTest, ABadKeyIsRefused) {
  connect();
  client_sends(replaced(upgrade_request, "dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ="));
  EXPECT_TRUE(received().starts_with("HTTP/1.1 400 "));
}

TEST_F(WsSessionTest, WhoMayNotOpenGetsTheApplicationsAnswer) {
  connect();
  client_sends(replaced(upgrade_request, "/ws", "/no"));
  EXPECT_TRUE(received().starts_with("HTTP/1.1 404 "));
}

TEST_F(WsSessionTest, BytesThatFollowTheUpgradeRequestAreRefused) {
  connect();
  client_sends(upgrade_request + "early");
  EXPECT_TRUE(received().starts_with("HTTP/1.1 400 "));
  EXPECT_EQ(application.attached, nullptr);
}

TEST_F(WsSessionTest, BytesThatComeBeforeTheAnswerAreRefusedAndTheSeatIsGivenBack) {
  application.keep_attach_waiting = true;
  connect();
  client_sends(upgrade_request);
  client_sends("early");
  application.waiting_attach(success());
  settle();
  EXPECT_TRUE(received().starts_with("HTTP/1.1 400 "));
  EXPECT_EQ(application.detached, 1);
}

TEST_F(WsSessionTest, AClientThatLeavesBeforeTheAnswerIsDetached) {
  application.keep_attach_waiting = true;
  connect();
  client_sends(upgrade_request);
  wire->ended = true;
  application.waiting_attach(success());
  settle();
  EXPECT_EQ(application.detached, 1);
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(connections.size(), 0u);
}

TEST_F(WsSessionTest, AnAttachThatIsNotAnsweredIsGivenUp) {
  application.keep_attach_waiting = true;
  connect();
  client_sends(upgrade_request);
  pass(options.answer_timeout);
  EXPECT_TRUE(received().starts_with("HTTP/1.1 503 "));
  EXPECT_EQ(application.detached, 1);
  application.waiting_attach(success());
  settle();
  EXPECT_EQ(received(), "") << "too late";
}

TEST_F(WsSessionTest, ARefusalForTheSocketIsToldOverIt) {
  application.refusal = {{protocol::ErrorCode::party_ended, "ended", {}}};
  connect();
  client_sends(upgrade_request);
  const std::string bytes = received();
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 101 ")) << bytes;
  const std::string frames = bytes.substr(bytes.find("\r\n\r\n") + 4);
  EXPECT_TRUE(frames.starts_with(text_frame("ended")));
  EXPECT_EQ(close_code(frames.substr(text_frame("ended").size())), 4500);
  client_sends_frame(Opcode::close, websocket::encode_close_payload(websocket::CloseCode{4500}));
  EXPECT_TRUE(wire->send_shut);
  EXPECT_EQ(application.detached, 0) << "it was never attached";
}

TEST_F(WsSessionTest, AClientBehindAProxyHasAsManySocketsAsAnAddressMay) {
  const auto is_proxy = [](std::string_view address) { return address == "192.0.2.7"; };
  admission = Admission::make({.total = 9, .per_address = 1, .is_exempt = is_proxy});
  auto other = std::move(admission->admit("192.0.2.7")).value();
  ASSERT_TRUE(other.count_for("198.51.100.1"));
  const std::string request = replaced(upgrade_request, "Host: localhost", "Host: a\r\nX-Forwarded-For: 198.51.100.1");
  connect();
  client_sends(request);
  const std::string response = received();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 503 ")) << response;
  EXPECT_NE(response.find("\r\nRetry-After: "), std::string::npos) << response;
  EXPECT_EQ(application.attached, nullptr);

  other.reset();
  wire->ended = true;
  settle();
  wire = std::make_shared<testing::Wire>();
  connect();
  client_sends(request);
  EXPECT_TRUE(received().starts_with("HTTP/1.1 101 "));
  EXPECT_FALSE(admission->admit("198.51.100.1")) << "as long as the socket is open";
  connections.abort_all();
  settle();
  EXPECT_TRUE(admission->admit("198.51.100.1"));
}

TEST_F(WsSessionTest, AnyOtherRefusalIsAnHttpResponse) {
  application.refusal = {{protocol::ErrorCode::forbidden, "no", {}}};
  connect();
  client_sends(upgrade_request);
  EXPECT_TRUE(received().starts_with("HTTP/1.1 403 "));
  EXPECT_TRUE(wire->send_shut);
}

// ---- Messages.

TEST_F(WsSessionTest, CarriesMessagesBothWays) {
  open_socket();
  client_sends_text("echo hello");
  client_sends_text("second");
  client_sends_frame(Opcode::binary, "\x01");
  EXPECT_EQ(application.texts, (std::vector<std::string>{"echo hello", "second"}));
  EXPECT_EQ(application.binaries, 1);
  EXPECT_EQ(received(), text_frame("hello"));
}

TEST_F(WsSessionTest, AnswersPings) {
  open_socket();
  client_sends_frame(Opcode::ping, "abc");
  EXPECT_EQ(received(),
            "\x8A\x03"
            "abc");
}

TEST_F(WsSessionTest, WhoDoesNotReadGetsOnePongForAllItsPings) {
  open_socket();
  wire->room = 0;
  client_sends_text("echo first");
  for (int i = 0; i < 1'000; ++i) client_sends_frame(Opcode::ping, std::to_string(i));
  wire->room = std::string::npos;
  settle();
  EXPECT_EQ(received(), text_frame("first") +
                            "\x8A\x03"
                            "999");
  client_sends_frame(Opcode::ping, "now");
  EXPECT_EQ(received(),
            "\x8A\x03"
            "now");
}

TEST_F(WsSessionTest, WhilePausedNothingIsReadAndThenEverythingInOrder) {
  open_socket();
  std::string frames;
  for (const auto* text : {"one", "pause", "two", "pause", "three"}) {
    websocket::append_masked_frame(frames, Opcode::text, text, {1, 2, 3, 4});
  }
  client_sends(frames);
  client_sends_text("four");
  EXPECT_EQ(application.texts, (std::vector<std::string>{"one", "pause"}));
  EXPECT_FALSE(wire->incoming.empty()) << "the kernel holds back the client";
  application.attached->pause_reading(false);
  EXPECT_EQ(application.texts.size(), 2u) << "not from inside the engine's call";
  settle();
  EXPECT_EQ(application.texts.size(), 4u);
  application.attached->pause_reading(false);
  settle();
  EXPECT_EQ(application.texts, (std::vector<std::string>{"one", "pause", "two", "pause", "three", "four"}));
}

TEST_F(WsSessionTest, WhatATurnBringsGoesOutInOneWriteAndInOrder) {
  open_socket();
  const int before = wire->attempts;
  for (const auto* text : {"one", "two", "three"}) {
    application.deliver(*application.attached, RecordingApplication::text_blob(text));
  }
  EXPECT_EQ(received(), "") << "the turn is not over";
  settle();
  EXPECT_EQ(received(), text_frame("one") + text_frame("two") + text_frame("three"));
  EXPECT_EQ(wire->attempts, before + 1);
}

TEST_F(WsSessionTest, WhatATurnBringsAndTheKernelDoesNotTakeWaitsInOrder) {
  open_socket();
  wire->room = text_frame("one").size() + 1;
  for (const auto* text : {"one", "two", "three"}) {
    application.deliver(*application.attached, RecordingApplication::text_blob(text));
  }
  settle();
  server_delivers("four");
  wire->room = 1'000;
  settle();
  EXPECT_EQ(received(), text_frame("one") + text_frame("two") + text_frame("three") + text_frame("four"));
}

TEST_F(WsSessionTest, ACloseInTheSameTurnFollowsWhatWasDelivered) {
  open_socket();
  application.deliver(*application.attached, RecordingApplication::text_blob("last words"));
  application.attached->close(CloseCode::kicked);
  settle();
  const std::string frames = received();
  EXPECT_TRUE(frames.starts_with(text_frame("last words")));
  EXPECT_EQ(close_code(frames.substr(text_frame("last words").size())), static_cast<int>(CloseCode::kicked));
}

TEST_F(WsSessionTest, AConnectionLostInTheSameTurnIsNotWrittenTo) {
  open_socket();
  application.deliver(*application.attached, RecordingApplication::text_blob("never"));
  connections.abort_all();
  settle();
  EXPECT_EQ(received(), "");
  EXPECT_EQ(application.detached, 1);
}

// ---- Closing.

TEST_F(WsSessionTest, AnswersTheClientsCloseAndCallsItClean) {
  open_socket();
  client_sends_frame(Opcode::close, websocket::encode_close_payload(websocket::CloseCode::going_away, "bye"));
  EXPECT_EQ(received(), "\x88\x02\x03\xE9");
  EXPECT_TRUE(wire->send_shut);
  EXPECT_EQ(application.detached, 1);
  EXPECT_TRUE(application.detached_clean);
  wire->ended = true;
  settle();
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(application.detached, 1);
}

TEST_F(WsSessionTest, SendsWhatIsQueuedBeforeItsOwnCloseFrame) {
  open_socket();
  wire->room = 0;
  server_delivers("last words");
  auto* session = application.attached;
  session->close(CloseCode::party_ended);
  session->deliver(RecordingApplication::text_blob("too late"));
  settle();
  EXPECT_EQ(received(), "");
  wire->room = 1'000;
  settle();
  const std::string frames = received();
  EXPECT_TRUE(frames.starts_with(text_frame("last words")));
  EXPECT_EQ(close_code(frames.substr(text_frame("last words").size())), 4500);
  EXPECT_EQ(application.detached, 1);
  EXPECT_FALSE(application.detached_clean);
  EXPECT_FALSE(wire->send_shut) << "the client's close frame comes first";
  client_sends_text("ignored");
  client_sends_frame(Opcode::close, websocket::encode_close_payload(websocket::CloseCode{4500}));
  EXPECT_TRUE(wire->send_shut);
  EXPECT_TRUE(application.texts.empty());
}

TEST_F(WsSessionTest, AClientThatDoesNotAnswerTheCloseFrameIsDropped) {
  open_socket();
  application.attached->close(CloseCode::kicked);
  settle();
  pass(options.linger - Millis{1});
  EXPECT_FALSE(wire->closed);
  pass(Millis{1});
  EXPECT_TRUE(wire->closed);
  EXPECT_EQ(connections.size(), 0u);
}

TEST_F(WsSessionTest, AClientThatDoesNotTakeTheCloseFrameIsDropped) {
  open_socket();
  wire->room = 0;
  application.attached->close(CloseCode::kicked);
  settle();
  pass(options.outbox_stall_timeout);
  EXPECT_TRUE(wire->closed);
}

TEST_F(WsSessionTest, AProtocolErrorIsAnsweredWithItsCode) {
  open_socket();
  client_sends(
      "\xC1\x80"
      "0000");  // RSV1
  EXPECT_EQ(close_code(received()), 1002);
  EXPECT_TRUE(wire->send_shut) << "nothing sensible will follow";
  EXPECT_EQ(application.detached, 1);
  EXPECT_FALSE(application.detached_clean);
}

TEST_F(WsSessionTest, AMessageOverTheLimitIsAnsweredWith1009) {
  options.message_bytes = 1'000;
  open_socket();
  client_sends_text(std::string(1'001, 'x'));
  EXPECT_EQ(close_code(received()), 1009);
}

TEST_F(WsSessionTest, ALostConnectionIsNotClean) {
  open_socket();
  wire->ended = true;
  settle();
  EXPECT_EQ(application.detached, 1);
  EXPECT_FALSE(application.detached_clean);
  EXPECT_EQ(connections.size(), 0u);
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(WsSessionTest, ASendThatFailsIsToldFromTheLoop) {
  open_socket();
  wire->fail_at = wire->attempts;
  application.deliver(*application.attached, RecordingApplication::text_blob("x"));
  EXPECT_EQ(application.detached, 0);
  settle();
  EXPECT_EQ(application.detached, 1);
}

TEST_F(WsSessionTest, FindsTheCloseFrameOfAPausedClient) {
  open_socket();
  std::string frames;
  websocket::append_masked_frame(frames, Opcode::text, "pause", {1, 2, 3, 4});
  websocket::append_masked_frame(frames, Opcode::text, "not carried out", {1, 2, 3, 4});
  websocket::append_masked_frame(frames, Opcode::close, websocket::encode_close_payload(websocket::CloseCode::normal),
                                 {1, 2, 3, 4});
  client_sends(frames);
  EXPECT_FALSE(wire->send_shut);
  application.attached->close(CloseCode::service_restart);
  settle();
  EXPECT_TRUE(wire->send_shut);
  EXPECT_EQ(application.texts, std::vector<std::string>{"pause"});
}

// ---- Dead and slow clients.

TEST_F(WsSessionTest, ASilentClientIsPingedAndThenDropped) {
  open_socket();
  pass(options.ping_interval - Millis{1});
  EXPECT_EQ(received(), "");
  pass(Millis{1});
  EXPECT_EQ(received(), std::string("\x89\x00", 2));
  pass(options.pong_timeout - Millis{1});
  EXPECT_EQ(application.detached, 0);
  pass(Millis{1});
  EXPECT_EQ(close_code(received()), 4009);
  EXPECT_EQ(application.detached, 1);
  EXPECT_FALSE(application.detached_clean);
  pass(options.linger);
  EXPECT_TRUE(wire->closed);
}

TEST_F(WsSessionTest, AnyByteIsASignOfLife) {
  open_socket();
  pass(options.ping_interval);
  received();
  client_sends("\x81");  // the beginning of a frame
  pass(options.ping_interval - Millis{1});
  EXPECT_EQ(received(), "");
  pass(Millis{1});
  EXPECT_EQ(received(), std::string("\x89\x00", 2));
  EXPECT_EQ(application.detached, 0);
}

TEST_F(WsSessionTest, APausedClientIsNotPinged) {
  open_socket();
  client_sends_text("pause");
  pass(options.ping_interval);
  pass(options.ping_interval);
  EXPECT_EQ(received(), "");
  EXPECT_EQ(application.detached, 0);
}

TEST_F(WsSessionTest, AClientThatTakesNothingIsClosedAsSlow) {
  open_socket();
  wire->room = 3;
  server_delivers("a message");
  server_delivers("another");
  pass(options.outbox_stall_timeout);
  EXPECT_EQ(application.detached, 1);
  wire->room = 1'000;
  settle();
  const std::string frames = received();
  EXPECT_TRUE(frames.starts_with(text_frame("a message"))) << "a frame that was begun is finished";
  EXPECT_EQ(close_code(frames.substr(text_frame("a message").size())), 4008);
  EXPECT_TRUE(exposes("matinee_slow_consumer_closes_total{reason=\"stalled\"} 1"));
  pass(options.linger);
  EXPECT_TRUE(wire->closed);
}

TEST_F(WsSessionTest, AClientWithTooMuchWaitingIsClosedAsSlow) {
  options.outbox = {100, 1'000};
  open_socket();
  wire->room = 0;
  for (int i = 0; i < 5 && application.attached != nullptr; ++i) server_delivers(std::string(300, 'x'));
  EXPECT_EQ(application.detached, 1);
  EXPECT_TRUE(exposes("matinee_slow_consumer_closes_total{reason=\"too_much_waiting\"} 1"));
  wire->room = 1'000;
  settle();
  EXPECT_EQ(close_code(received()), 4008);
}

TEST_F(WsSessionTest, AClientThatCatchesUpStays) {
  open_socket();
  wire->room = 0;
  server_delivers("one", Delivery::state);
  server_delivers("two", Delivery::state);
  pass(options.outbox_stall_timeout - Millis{1});
  wire->room = 1'000;
  settle();
  EXPECT_EQ(received(), text_frame("two")) << "the later state stands for both";
  client_sends_text("here");
  pass(options.outbox_stall_timeout);
  EXPECT_EQ(application.detached, 0);
}

TEST_F(WsSessionTest, MetricsForgetWhatALostClientHadWaiting) {
  open_socket();
  wire->room = 5;
  server_delivers("never delivered");
  wire->ended = true;
  settle();
  EXPECT_NE(metrics.exposition().find("matinee_outbox_bytes 0"), std::string::npos) << metrics.exposition();
}

}  // namespace
}  // namespace matinee::transport
