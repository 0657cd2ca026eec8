#include "transport/ws_session.hpp"

#include <array>
#include <utility>
#include <variant>

#include "transport/frame_blob.hpp"
#include "websocket/frame_writer.hpp"

namespace matinee::transport {

namespace {

// Bytes read at once: a few messages, and the most that a pause can leave behind for later.
constexpr std::size_t message_read_size = 16 * 1024;
// Slices handed to the stream at once.
constexpr std::size_t gather_size = 64;

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
// Clang 14, which builds the fuzz targets, does not deduce it.
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

// Twenty thousand of them idle in one process (docs/adr/0007-idle-connections.md): only what every one needs.
static_assert(sizeof(void*) != 8 || sizeof(WsSession) <= 424);

WsSession::WsSession(SessionContext& context)
    : context_(context),
      reader_({websocket::Role::server, context.options.message_bytes}),
      outbox_(context.options.outbox) {}

void WsSession::open(ByteStreamPtr stream, Admission::Permit permit, std::string switching, bool attached) {
  stream_ = std::move(stream);
  if (!stream_->secure()) direct_socket_ = stream_->native_handle();
  permit_ = std::move(permit);
  attached_ = attached;
  phase_ = Phase::open;
  last_received_ = context_.loop.now();
  context_.metrics.connection_opened();
  send_control(std::move(switching), engine::Delivery::kept);
  await_readable();
  arm_timer();
}

// ---- Reading.

void WsSession::await_readable() {
  if (awaiting_readable_ || paused_) return;
  awaiting_readable_ = true;
  stream_->wait_readable([self = shared_from_this()] { self->on_readable(); });
}

void WsSession::on_readable() {
  awaiting_readable_ = false;
  if (phase_ == Phase::closed || paused_) return;
  const auto buffer = context_.loop.scratch().first(message_read_size);
  const IoResult result = stream_->try_read(buffer);
  if (result.status == IoStatus::closed || result.status == IoStatus::failed) {
    return phase_ == Phase::open ? lost() : finish();
  }
  if (result.status == IoStatus::done) {
    last_received_ = context_.loop.now();
    awaiting_pong_ = false;
    process({buffer.data(), result.bytes});
  }
  if (phase_ != Phase::closed) await_readable();
}

// `input` may lie in the loop's scratch buffer: nothing called from here uses that.
void WsSession::process(std::string_view input) {
  while (phase_ == Phase::open || phase_ == Phase::closing) {
    if (paused_) {
      if (!held_) held_.emplace();
      held_->append(input);
      return;
    }
    const auto event = reader_.next(input);
    if (!event) return;
    on_event(*event);
  }
}

void WsSession::process_held() {
  if (paused_ || phase_ == Phase::closed) return;
  if (const Boxed<std::string> held = std::exchange(held_, {})) process(*held);
  if (phase_ != Phase::closed) await_readable();
}

void WsSession::on_event(const websocket::Event& event) {
  const bool open = phase_ == Phase::open;  // after our close frame only the client's is of interest
  std::visit(Overloaded{
                 [&](const websocket::TextMessage& message) {
                   if (open) context_.application.on_text(*this, message.text);
                 },
                 [&](const websocket::BinaryMessage&) {
                   if (open) context_.application.on_binary(*this);
                 },
                 [&](const websocket::Ping& ping) {
                   if (open) answer(ping);
                 },
                 [](const websocket::Pong&) {},  // any byte counts as life
                 [&](const websocket::Close& close) { on_close_frame(close); },
                 [&](const websocket::Failure& failure) { on_failure(failure); },
             },
             event);
}

// To a client that does not read, the last of its pings is answered when it reads again (RFC 6455, 5.5.3): a queue of
// pongs would be as long as it likes.
void WsSession::answer(const websocket::Ping& ping) {
  if (is_behind()) {
    unanswered_ping_.emplace(ping.payload);
    return;
  }
  std::string frame;
  websocket::append_pong_frame(frame, ping.payload);
  send_control(std::move(frame), engine::Delivery::droppable);
}

void WsSession::on_close_frame(const websocket::Close& close) {
  if (phase_ == Phase::closing) {
    expects_close_frame_ = false;
    if (!has_unsent()) linger();
    return;
  }
  std::string frame;
  websocket::append_close_reply(frame, close);
  report_end(true);
  // 1005 stands for a close frame without a code (RFC 6455, 7.1.5).
  begin_close(close.code ? static_cast<std::uint16_t>(*close.code) : std::uint16_t{1005}, std::move(frame));
}

void WsSession::on_failure(const websocket::Failure& failure) {
  if (phase_ == Phase::closing) {
    expects_close_frame_ = false;
    if (!has_unsent()) linger();
    return;
  }
  std::string frame;
  websocket::append_close_frame(frame, failure.close_code, failure.what);
  begin_close(static_cast<std::uint16_t>(failure.close_code), std::move(frame));
}

void WsSession::pause_reading(bool paused) {
  if (phase_ != Phase::open || paused_ == paused) return;
  if (!paused) return resume_reading();
  paused_ = true;
}

void WsSession::resume_reading() {
  if (!std::exchange(paused_, false)) return;
  last_received_ = context_.loop.now();  // nothing could be received
  // Not from inside the engine's call: what was held are commands for it.
  context_.loop.post([self = shared_from_this()] { self->process_held(); });
}

// ---- Writing.

void WsSession::deliver(const engine::BlobPtr& blob) {
  if (phase_ == Phase::open) send(blob);
}

void WsSession::send_control(std::string frame, engine::Delivery delivery) {
  send(frame_blob(std::move(frame), delivery));
}

bool WsSession::has_unsent() const {
  return is_waiting() || is_behind();
}

bool WsSession::is_behind() const {
  return !outbox_.empty() || (direct_socket_ < 0 && stream_->has_unsent());
}

void WsSession::send(const engine::BlobPtr& blob) {
  if (is_behind()) {
    enqueue(blob, 0);
  } else {
    context_.sends.add(*this, blob);
  }
}

bool WsSession::enqueue(const engine::BlobPtr& blob, std::size_t sent) {
  const OutboxChange change = outbox_.enqueue(blob, sent);
  account(change);
  if (change.over_hard_limit) give_up_on_slow_client(metrics::SlowConsumer::too_much_waiting);
  return !change.over_hard_limit;
}

void WsSession::on_sent(IoResult result, std::span<const engine::BlobPtr> waited) {
  if (result.status == IoStatus::failed) {
    const auto self = shared_from_this();
    return lost();
  }
  std::size_t sent = result.bytes;
  for (const engine::BlobPtr& blob : waited) {
    if (sent >= blob->bytes.size()) {
      sent -= blob->bytes.size();
      continue;
    }
    if (!enqueue(blob, std::exchange(sent, 0))) return;
  }
  if (is_behind()) {
    last_progress_ = context_.loop.now();
    return await_writable();
  }
  on_drained();
}

void WsSession::await_writable() {
  if (awaiting_writable_) return;
  awaiting_writable_ = true;
  stream_->wait_writable([self = shared_from_this()] { self->flush(); });
  arm_timer();
}

void WsSession::flush() {
  awaiting_writable_ = false;
  if (phase_ == Phase::closed) return;
  while (has_unsent()) {
    std::array<std::string_view, gather_size> slices;
    const std::size_t count = outbox_.gather(slices);
    const IoResult result = stream_->try_write(std::span(slices).first(count));
    if (result.status == IoStatus::failed) return lost();
    if (result.status == IoStatus::would_block) return await_writable();
    last_progress_ = context_.loop.now();
    outbox_.consume(result.bytes);
    account({});
  }
  on_drained();
}

void WsSession::on_drained() {
  if (const Boxed<std::string> payload = std::exchange(unanswered_ping_, {}); payload && phase_ == Phase::open) {
    return answer({*payload});
  }
  if (phase_ == Phase::closing) {
    if (!expects_close_frame_) return linger();
    phase_deadline_ = context_.loop.now() + context_.options.linger;
    arm_timer();
  }
}

void WsSession::account(const OutboxChange& change) {
  auto& metrics = context_.metrics;
  if (change.dropped > 0) metrics.outbox_frames_dropped(change.dropped);
  if (change.conflated > 0) metrics.outbox_frames_conflated(change.conflated);
  if (outbox_.bytes() == accounted_bytes_) return;
  metrics.change_outbox_bytes(static_cast<std::int64_t>(outbox_.bytes()) - static_cast<std::int64_t>(accounted_bytes_));
  accounted_bytes_ = outbox_.bytes();
}

}  // namespace matinee::transport
