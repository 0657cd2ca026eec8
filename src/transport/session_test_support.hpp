// What the session tests share: a loop whose time is moved by hand, a client's end of a connection as plain strings,
// and an application that records. Everything on the test's thread; only tests include this.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "transport/http_session.hpp"
#include "websocket/frame_writer.hpp"

namespace matinee::transport::testing {

class ManualLoop final : public Loop {
 public:
  void wake() override {}
  engine::TimerId call_after(Millis delay, engine::Task task) override {
    return timers_.add(now_ + delay, std::move(task));
  }
  void cancel(engine::TimerId timer) override { timers_.cancel(timer); }
  void post(engine::Task task) override { posted_.push_back(std::move(task)); }
  TimePoint now() const override { return now_; }
  std::span<char> scratch() override { return scratch_; }

  bool run_posted() {
    bool any = false;
    while (!posted_.empty()) {
      const auto task = std::move(posted_.front());
      posted_.pop_front();
      task();
      any = true;
    }
    return any;
  }

  void advance(Millis by) {
    now_ += by;
    timers_.run_due(now_);
  }

  std::size_t timers() const { return timers_.size(); }

 private:
  TimePoint now_{};
  TimerQueue timers_;
  std::deque<engine::Task> posted_;
  std::vector<char> scratch_ = std::vector<char>(scratch_size);
};

/// The client's end, and what goes wrong on the way.
struct Wire {
  std::string incoming;                   ///< sent by the client, not read yet
  bool ended = false;                     ///< nothing follows `incoming`
  std::string written;                    ///< arrived at the client
  std::size_t room = std::string::npos;   ///< bytes the socket takes before it is full
  std::size_t chunk = std::string::npos;  ///< bytes it takes or gives at once
  bool wake_reader = false;               ///< call who waits to read once, whatever there is
  bool handshaking = false;               ///< the client has not finished its TLS handshake
  bool send_shut = false;
  bool closed = false;
  std::optional<int> fail_at;  ///< the attempt, counted from 0, that fails, and all after it
  int attempts = 0;
  ReadyHandler on_readable;
  ReadyHandler on_writable;

  bool broken() const { return fail_at && attempts > *fail_at; }
  bool next_fails() {
    ++attempts;
    return broken();
  }

  /// Calls one waiting handler that has a reason to be called.
  bool signal() {
    if (on_readable && (!incoming.empty() || ended || broken() || std::exchange(wake_reader, false))) {
      std::exchange(on_readable, nullptr)();
      return true;
    }
    if (on_writable && (room > 0 || broken())) {
      std::exchange(on_writable, nullptr)();
      return true;
    }
    return false;
  }
};

class ScriptedStream final : public ByteStream {
 public:
  explicit ScriptedStream(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
  ~ScriptedStream() override { close(); }

  void wait_readable(ReadyHandler handler) override {
    EXPECT_FALSE(wire_->on_readable) << "one wait at a time";
    EXPECT_FALSE(wire_->closed);
    wire_->on_readable = std::move(handler);
  }
  void wait_writable(ReadyHandler handler) override {
    EXPECT_FALSE(wire_->on_writable) << "one wait at a time";
    EXPECT_FALSE(wire_->closed);
    wire_->on_writable = std::move(handler);
  }
  IoResult try_read(std::span<char> into) override {
    if (wire_->closed || wire_->next_fails()) return {IoStatus::failed};
    if (wire_->incoming.empty()) return {wire_->ended ? IoStatus::closed : IoStatus::would_block};
    const std::size_t count = wire_->incoming.copy(into.data(), std::min(into.size(), wire_->chunk));
    wire_->incoming.erase(0, count);
    return {IoStatus::done, count};
  }
  IoResult try_write(std::span<const std::string_view> slices) override {
    if (wire_->closed || wire_->next_fails()) return {IoStatus::failed};
    std::size_t accepted = 0;
    for (const auto slice : slices) {
      const std::size_t part = std::min({slice.size(), wire_->room, wire_->chunk - accepted});
      wire_->written += slice.substr(0, part);
      if (wire_->room != std::string::npos) wire_->room -= part;
      accepted += part;
    }
    return {accepted > 0 ? IoStatus::done : IoStatus::would_block, accepted};
  }
  bool has_unsent() const override { return false; }
  void shutdown_send() override { wire_->send_shut = true; }
  void close() override {
    wire_->closed = true;
    wire_->on_readable = nullptr;
    wire_->on_writable = nullptr;
  }
  int native_handle() const override { return -1; }
  const std::string& peer_address() const override { return peer_address_; }
  bool secure() const override { return false; }
  bool established() const override { return !wire_->handshaking; }

 private:
  std::shared_ptr<Wire> wire_;
  std::string peer_address_ = "192.0.2.7";
};

/// Answers "/echo" with the request's body, keeps "/later" for the test to answer, and lets sockets in or not.
class RecordingApplication final : public Application {
 public:
  void handle(http_api::Request request, http_api::Respond respond) override {
    requests.push_back(request);
    if (request.path == "/later") {
      later.push_back(std::move(respond));
      return;
    }
    http_api::Response response;
    response.headers = {{"Content-Type", "text/plain"}};
    response.body = request.method + " " + request.path + " " + request.body;
    response.file = file;
    respond(std::move(response));
  }

  bool is_for_operators(const http_api::Request& request) override { return request.path == "/healthz"; }
  std::string client_address(const http_api::Request& request) override {
    const std::string_view forwarded = request.header("x-forwarded-for");
    return forwarded.empty() ? request.peer_address : std::string{forwarded};
  }

  Result<http_api::UpgradeTicket, http_api::Response> authorize_upgrade(const http_api::Request& request) override {
    requests.push_back(request);
    if (request.path != "/ws") {
      http_api::Response response;
      response.status = 404;
      return response;
    }
    return http_api::UpgradeTicket{PartyId{"party"}, {}, "matinee.v1"};
  }

  void attach(engine::Session& session, const http_api::UpgradeTicket&, engine::Reply<void> reply) override {
    EXPECT_EQ(attached, nullptr);
    if (keep_attach_waiting) {
      waiting_attach = std::move(reply);
      return;
    }
    if (refusal) return reply(*refusal);
    attached = &session;
    reply(success());
  }

  void detach(engine::Session& session, bool clean) override {
    EXPECT_FALSE(in_session_call) << "the engine is told from the loop";
    EXPECT_TRUE(attached == nullptr || attached == &session);
    attached = nullptr;
    ++detached;
    detached_clean = clean;
  }

  std::optional<protocol::CloseCode> close_code_for(const protocol::Refusal& reason) override {
    if (reason.code != protocol::ErrorCode::party_ended) return std::nullopt;
    return protocol::CloseCode::party_ended;
  }
  void refuse(engine::Session& session, const PartyId&, const protocol::Refusal& reason) override {
    session.deliver(text_blob(reason.detail));
  }
  http_api::Response refusal_response(const protocol::Refusal& reason) override {
    http_api::Response response;
    response.status = protocol::info(reason.code).http_status;
    return response;
  }

  void on_text(engine::Session& session, std::string_view text) override {
    texts.emplace_back(text);
    if (text == "pause") session.pause_reading(true);
    if (text.starts_with("echo ")) deliver(session, text_blob(text.substr(5)));
  }
  void on_binary(engine::Session&) override { ++binaries; }

  void deliver(engine::Session& session, const engine::BlobPtr& blob) {
    in_session_call = true;
    session.deliver(blob);
    in_session_call = false;
  }

  static engine::BlobPtr text_blob(std::string_view text, engine::Delivery delivery = engine::Delivery::kept) {
    auto blob = std::make_shared<engine::Blob>();
    websocket::append_text_frame(blob->bytes, text);
    blob->pieces.push_back({0, static_cast<std::uint32_t>(blob->bytes.size()), delivery});
    return blob;
  }

  std::vector<http_api::Request> requests;
  std::vector<http_api::Respond> later;
  std::optional<http_api::FileBody> file;
  std::optional<protocol::Refusal> refusal;
  bool keep_attach_waiting = false;
  engine::Reply<void> waiting_attach;
  engine::Session* attached = nullptr;
  int detached = 0;
  bool detached_clean = false;
  bool in_session_call = false;
  std::vector<std::string> texts;
  int binaries = 0;
};

/// One client and the session that serves it.
class SessionTest : public ::testing::Test {
 protected:
  ~SessionTest() override { connections.abort_all(); }

  void connect(std::optional<AdmissionFailure> over_limit = std::nullopt) {
    auto session = std::make_shared<HttpSession>(context, std::make_unique<ScriptedStream>(wire),
                                                 std::move(admission->admit("192.0.2.7")).value(), over_limit);
    connections.add(session);
    session->start();
    settle();
  }

  /// Lets everything happen that can without time passing.
  void settle() {
    while (loop.run_posted() || wire->signal()) {
    }
  }

  void pass(Millis time) {
    loop.advance(time);
    settle();
  }

  void client_sends(std::string_view bytes) {
    wire->incoming += bytes;
    settle();
  }

  void client_sends_frame(websocket::Opcode opcode, std::string_view payload) {
    std::string frame;
    websocket::append_masked_frame(frame, opcode, payload, {0x11, 0x22, 0x33, 0x44});
    client_sends(frame);
  }
  void client_sends_text(std::string_view text) { client_sends_frame(websocket::Opcode::text, text); }

  /// What arrived since the last call.
  std::string received() { return std::exchange(wire->written, {}); }

  static std::string text_frame(std::string_view text) {
    std::string frame;
    websocket::append_text_frame(frame, text);
    return frame;
  }
  static std::string close_frame_start(std::uint16_t code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  }

  inline static const std::string upgrade_request =
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  void open_socket() {
    connect();
    client_sends(upgrade_request);
    ASSERT_TRUE(received().starts_with("HTTP/1.1 101 "));
  }

  ManualLoop loop;
  RecordingApplication application;
  metrics::Metrics metrics{"test"};
  ConnectionSet connections;
  SendBatch sends{loop};
  Deadlines deadlines{loop};
  SessionOptions options;
  SessionContext context{loop, application, metrics, connections, sends, deadlines, options};
  std::shared_ptr<Admission> admission = Admission::make({});
  std::shared_ptr<Wire> wire = std::make_shared<Wire>();
};

}  // namespace matinee::transport::testing
