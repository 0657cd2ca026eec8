// The part of WsSession that ends it: the closing handshake, its deadlines, and dead or slow clients.
#include <algorithm>
#include <utility>

#include "transport/frame_blob.hpp"
#include "transport/socket_options.hpp"
#include "transport/ws_session.hpp"
#include "websocket/frame_writer.hpp"

namespace matinee::transport {

namespace {

std::string close_frame(protocol::CloseCode code) {
  std::string frame;
  websocket::append_close_frame(frame, static_cast<websocket::CloseCode>(code), protocol::info(code).reason);
  return frame;
}

/// All pings are one.
const engine::BlobPtr& ping() {
  static const engine::BlobPtr blob = [] {
    std::string frame;
    websocket::append_ping_frame(frame);
    return frame_blob(std::move(frame), engine::Delivery::droppable);
  }();
  return blob;
}

}  // namespace

void WsSession::close(protocol::CloseCode code) {
  if (phase_ != Phase::open) return;
  expects_close_frame_ = true;
  begin_close(static_cast<std::uint16_t>(code), close_frame(code));
}

// Sends what is queued and the close frame; expects_close_frame_ says whether the client then has to answer it.
void WsSession::begin_close(std::uint16_t code, std::string frame) {
  report_end(false);  // unless it was reported as clean before
  close_code_ = code;
  told_of_success_ = true;
  send_control(std::move(frame), engine::Delivery::kept);
  if (phase_ != Phase::open) return;  // its queue is over the limit: it was given up
  phase_ = Phase::closing;
  resume_reading();  // for the client's close frame; its commands are ignored now
  phase_deadline_ = context_.loop.now() + context_.options.outbox_stall_timeout;
  if (!has_unsent()) return on_drained();
  arm_timer();
}

// Its queue is what it can't take: the close frame goes instead of it, and gets little time.
void WsSession::give_up_on_slow_client(metrics::SlowConsumer reason) {
  report_end(false);
  context_.metrics.slow_consumer_closed(reason);
  close_code_ = static_cast<std::uint16_t>(protocol::CloseCode::slow_consumer);
  outbox_.drop_waiting();
  told_of_success_ = true;
  phase_ = Phase::closing;
  resume_reading();
  outbox_.enqueue(frame_blob(close_frame(protocol::CloseCode::slow_consumer), engine::Delivery::kept));
  account({});
  lift_unsent_limit(stream_->native_handle());
  phase_deadline_ = context_.loop.now() + context_.options.linger;
  await_writable();
  arm_timer();
}

void WsSession::linger() {
  stream_->shutdown_send();
  phase_ = Phase::lingering;
  phase_deadline_ = context_.loop.now() + context_.options.linger;
  arm_timer();
}

void WsSession::abort() {
  if (phase_ != Phase::closed) lost();
}

void WsSession::lost() {
  report_end(false);
  finish();
}

void WsSession::finish() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  context_.deadlines.clear(*this);
  context_.sends.remove(*this);
  stream_->close();
  permit_.reset();
  outbox_ = Outbox();
  account({});
  context_.metrics.connection_closed(close_code_);
  context_.connections.remove(*this);
}

void WsSession::report_end(bool clean) {
  if (!std::exchange(attached_, false)) return;
  context_.loop.post([self = shared_from_this(), clean] { self->context_.application.detach(*self, clean); });
}

// ---- Deadlines.

std::optional<TimePoint> WsSession::next_deadline() const {
  const auto& options = context_.options;
  if (phase_ == Phase::closing || phase_ == Phase::lingering) return phase_deadline_;
  if (phase_ != Phase::open) return std::nullopt;
  auto deadline = awaiting_pong_ ? ping_sent_ + options.pong_timeout : last_received_ + options.ping_interval;
  if (awaiting_writable_) deadline = std::min(deadline, last_progress_ + options.outbox_stall_timeout);
  return deadline;
}

// A timer that is early enough stays: when it fires, the deadline is looked up again. So traffic costs no timer work.
void WsSession::arm_timer() {
  if (const auto deadline = next_deadline()) context_.deadlines.set_at_latest(*this, *deadline);
}

void WsSession::on_deadline() {
  const auto self = shared_from_this();
  const auto now = context_.loop.now();
  const auto deadline = next_deadline();
  if (deadline && now >= *deadline) {
    if (phase_ != Phase::open) return finish();
    on_open_deadline(now);
  }
  arm_timer();
}

void WsSession::on_open_deadline(TimePoint now) {
  const auto& options = context_.options;
  if (awaiting_writable_ && now >= last_progress_ + options.outbox_stall_timeout) {
    return give_up_on_slow_client(metrics::SlowConsumer::stalled);
  }
  if (paused_) {
    last_received_ = now;  // what it sends can't be seen
    awaiting_pong_ = false;
    return;
  }
  if (awaiting_pong_) return close(protocol::CloseCode::ping_timeout);
  awaiting_pong_ = true;
  ping_sent_ = now;
  send(ping());
}

}  // namespace matinee::transport
