// WsSession: one WebSocket, from the 101 to the end of its TCP connection. Reads messages for the engine, delivers the
// engine's frames, keeps the connection honest: pings, deadlines, the closing handshake. Lives on one loop, owned by
// its ConnectionSet; rules of the wire are in websocket/, what waits and what gives way in Outbox.
//
// Phases: idle -> open -> closing (a close frame was sent, its answer is awaited) -> lingering (both were sent; the
// client closes TCP) -> closed. Any phase may go to closed at once. The engine is told of the end exactly once, when
// `open` is left, and from the loop, never from inside one of its own calls.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/boxed.hpp"
#include "engine/session.hpp"
#include "transport/admission.hpp"
#include "transport/byte_stream.hpp"
#include "transport/connection.hpp"
#include "transport/outbox.hpp"
#include "transport/send_batch.hpp"
#include "websocket/frame_reader.hpp"

namespace matinee::transport {

class WsSession final : public engine::Session,
                        public Connection,
                        public SendBatch::Recipient,
                        public Deadlines::Timed,
                        public std::enable_shared_from_this<WsSession> {
 public:
  explicit WsSession(SessionContext& context);

  /// Sends `switching`, the whole 101 response, then speaks WebSocket. `attached`: the engine knows this session and
  /// has to be told of its end. After it was added to the ConnectionSet.
  void open(ByteStreamPtr stream, Admission::Permit permit, std::string switching, bool attached);

  void deliver(const engine::BlobPtr& blob) override;
  void close(protocol::CloseCode code) override;
  void pause_reading(bool paused) override;
  std::size_t waiting_bytes() const override { return outbox_.bytes(); }

  /// Nothing: the engine closes its sessions when the server stops.
  void begin_shutdown() override {}
  void abort() override;
  /// A socket has hours before it, a request moments: those who come with one request and one socket each would else
  /// have all of their sockets on every other loop.
  std::size_t weight() const override { return 8; }

 private:
  enum class Phase : std::uint8_t { idle, open, closing, lingering, closed };

  // Reading.
  void await_readable();
  void on_readable();
  void process(std::string_view input);
  void process_held();
  void resume_reading();
  void on_event(const websocket::Event& event);
  void answer(const websocket::Ping& ping);
  void on_close_frame(const websocket::Close& close);
  void on_failure(const websocket::Failure& failure);

  // Writing: a blob waits in the loop's batch for the turn's end, or, while the kernel is behind, in the outbox; never
  // in both.
  void send(const engine::BlobPtr& blob);
  /// False when that was too much: then it was given up.
  bool enqueue(const engine::BlobPtr& blob, std::size_t sent);
  ByteStream& stream() override { return *stream_; }
  void on_sent(IoResult result, std::span<const engine::BlobPtr> waited) override;
  void send_control(std::string frame, engine::Delivery delivery);
  void flush();
  void await_writable();
  void on_drained();
  bool has_unsent() const;
  /// The kernel or the TLS layer is behind: what comes now queues.
  bool is_behind() const;
  void account(const OutboxChange& change);

  // Ending.
  void begin_close(std::uint16_t code, std::string frame);
  void give_up_on_slow_client(metrics::SlowConsumer reason);
  void linger();
  void lost();
  void finish();
  void report_end(bool clean);

  // Deadlines: the next one is set, and moved forward lazily.
  std::optional<TimePoint> next_deadline() const;
  void arm_timer();
  void on_deadline() override;
  void on_open_deadline(TimePoint now);

  SessionContext& context_;
  ByteStreamPtr stream_;
  Admission::Permit permit_;
  websocket::MessageReader reader_;
  Outbox outbox_;
  Boxed<std::string> unanswered_ping_;  // its payload
  Boxed<std::string> held_;             // received while reading was paused in the middle of it
  TimePoint last_received_{};
  TimePoint ping_sent_{};            // meaningful while awaiting_pong_
  TimePoint last_progress_{};        // of writing, while something is unsent
  TimePoint phase_deadline_{};       // of closing and lingering
  std::size_t accounted_bytes_ = 0;  // of the outbox, as the metrics know it
  std::uint16_t close_code_ = 1006;  // for the metrics: sent or received, or neither
  Phase phase_ = Phase::idle;
  bool attached_ = false;
  bool paused_ = false;
  bool awaiting_readable_ = false;
  bool awaiting_writable_ = false;
  bool awaiting_pong_ = false;
  bool expects_close_frame_ = false;  // we closed first, and the client still speaks the protocol
};

}  // namespace matinee::transport
