#include "transport/http_session.hpp"

#include <fcntl.h>

#include <algorithm>
#include <utility>

#include "transport/response_head.hpp"
#include "transport/upgrade.hpp"
#include "transport/ws_session.hpp"

namespace matinee::transport {

namespace {

using protocol::ErrorCode;

// Steps before other connections get their turn: a client may pipeline any number of requests.
constexpr int fair_steps = 64;

// Bytes read at once; more than a usual request, less than would let one client hold much memory.
constexpr std::size_t request_read_size = 16 * 1024;

constexpr Rejection too_slow{408, ErrorCode::request_timeout, "The request did not arrive in time."};
constexpr Rejection no_answer{503, ErrorCode::overloaded, "The server could not answer in time; try again later."};

}  // namespace

HttpSession::HttpSession(SessionContext& context, ByteStreamPtr stream, Admission::Permit permit,
                         std::optional<AdmissionFailure> over_limit)
    : context_(context),
      stream_(std::move(stream)),
      permit_(std::move(permit)),
      reader_(context.options.request),
      over_limit_(over_limit),
      over_limit_until_(context.loop.now() + context.options.over_limit_timeout) {}

void HttpSession::start() {
  if (context_.connections.shutting_down()) return close();
  // A handshake has to be over as soon as a request; it counts as work of a client that nobody knows yet.
  established_ = stream_->established();
  set_deadline(established_ ? context_.options.idle_timeout : context_.options.request_timeout);
  await_readable();
}

void HttpSession::begin_shutdown() {
  keep_alive_ = false;
  if (state_ == State::reading && !reader_.begun()) close();
}

void HttpSession::abort() {
  if (state_ == State::attaching) give_up_attaching();
  close();
}

// Answers may come while the request is being handed over: then the loop further up the stack goes on.
void HttpSession::run() {
  if (running_) return;
  running_ = true;
  int steps = 0;
  bool again = true;
  while (again && steps++ < fair_steps) again = step();
  running_ = false;
  if (again) context_.loop.post([self = shared_from_this()] { self->run(); });
}

// For calls from outside: they may come from the middle of another handler, which may be using the scratch buffer.
void HttpSession::run_soon() {
  if (!running_) context_.loop.post([self = shared_from_this()] { self->run(); });
}

// Returns whether there is more to do now.
bool HttpSession::step() {
  switch (state_) {
    case State::reading:
      return step_reading();
    case State::writing:
      return step_writing();
    case State::draining:
      return step_draining();
    case State::answering:
    case State::attaching:
    case State::closed:
      return false;
  }
  return false;
}

bool HttpSession::step_reading() {
  const auto progress = reader_.advance();
  if (!progress) {
    reject(progress.error());
    return true;
  }
  switch (progress.value()) {
    case RequestReader::Progress::complete:
      dispatch();
      return true;
    case RequestReader::Progress::expects_continue:
      send_bytes(std::string(continue_head), AfterWriting::rest_of_request);
      return true;
    case RequestReader::Progress::need_more:
      break;
  }
  if (reader_.begun() && !request_begun_) {
    request_begun_ = true;
    set_deadline(context_.options.request_timeout);
  }
  return receive();
}

bool HttpSession::receive() {
  const auto buffer = context_.loop.scratch().first(request_read_size);
  const IoResult result = stream_->try_read(buffer);
  switch (result.status) {
    case IoStatus::done:
      reader_.append({buffer.data(), result.bytes});
      return true;
    case IoStatus::would_block:
      note_handshake();
      await_readable();
      return false;
    case IoStatus::closed:
    case IoStatus::failed:
      close();
      return false;
  }
  return false;
}

void HttpSession::note_handshake() {
  if (established_ || !stream_->established()) return;
  established_ = true;
  if (!request_begun_) set_deadline(context_.options.idle_timeout);
}

void HttpSession::await_readable() {
  if (std::exchange(awaiting_readable_, true)) return;
  stream_->wait_readable([self = shared_from_this()] {
    self->awaiting_readable_ = false;
    self->run();
  });
}

void HttpSession::await_writable() {
  if (std::exchange(awaiting_writable_, true)) return;
  stream_->wait_writable([self = shared_from_this()] {
    self->awaiting_writable_ = false;
    self->run();
  });
}

void HttpSession::dispatch() {
  IncomingRequest incoming = reader_.take();
  request_begun_ = false;
  ++serial_;
  http_1_1_ = incoming.http_1_1;
  keep_alive_ = incoming.keep_alive && !context_.connections.shutting_down();
  head_only_ = incoming.request.method == "HEAD";
  incoming.request.peer_address = stream_->peer_address();
  incoming.request.secure = stream_->secure();
  if (over_limit_) {
    keep_alive_ = false;
    if (!context_.application.is_for_operators(incoming.request)) return turn_away();
  }
  if (is_websocket_upgrade(incoming)) return upgrade(std::move(incoming.request));

  state_ = State::answering;
  set_deadline(context_.options.answer_timeout);
  context_.application.handle(std::move(incoming.request),
                              [self = shared_from_this(), serial = serial_](http_api::Response response) {
                                self->respond(serial, std::move(response));
                              });
}

void HttpSession::respond(std::uint64_t serial, http_api::Response response) {
  if (serial != serial_ || state_ != State::answering) return;
  send_response(std::move(response));
  run_soon();
}

void HttpSession::reject(const Rejection& rejection) {
  keep_alive_ = false;
  context_.metrics.http_request(metrics::Route::none, metrics::Method::other, rejection.status,
                                std::chrono::nanoseconds{0});
  context_.metrics.error(rejection.code);
  send_response(to_response(rejection));
}

void HttpSession::turn_away() {
  context_.metrics.rate_limited(metrics::RateLimitKind::connection);
  reject(rejection_of(*over_limit_));
}

void HttpSession::send_response(http_api::Response response) {
  if (context_.connections.shutting_down()) keep_alive_ = false;
  if (response.file && !head_only_) return send_file(std::move(response));
  const auto now = std::chrono::system_clock::now();
  std::string bytes = response_head(response, {keep_alive_, http_1_1_}, http_date(now));
  if (!head_only_ && status_allows_body(response.status)) bytes += response.body;
  send_bytes(std::move(bytes), keep_alive_ ? AfterWriting::next_request : AfterWriting::drain);
}

void HttpSession::send_file(http_api::Response response) {
  FileDescriptor file(::open(response.file->path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return reject({500, ErrorCode::internal, "The file can not be read just now."});
  const auto now = std::chrono::system_clock::now();
  writer_.start(response_head(response, {keep_alive_, http_1_1_}, http_date(now)), std::move(file),
                response.file->offset, response.file->length);
  after_writing_ = keep_alive_ ? AfterWriting::next_request : AfterWriting::drain;
  state_ = State::writing;
  set_deadline(context_.options.outbox_stall_timeout);
}

void HttpSession::send_bytes(std::string bytes, AfterWriting next) {
  writer_.start(std::move(bytes));
  after_writing_ = next;
  state_ = State::writing;
  // The body a client was told to send still belongs to the same request and its deadline.
  if (next != AfterWriting::rest_of_request) set_deadline(context_.options.outbox_stall_timeout);
}

bool HttpSession::step_writing() {
  const IoResult result = writer_.write(*stream_, context_.loop.scratch());
  if (result.status == IoStatus::would_block) {
    if (result.bytes > 0 && after_writing_ != AfterWriting::rest_of_request) {
      set_deadline(context_.options.outbox_stall_timeout);
    }
    await_writable();
    return false;
  }
  if (result.status != IoStatus::done) {
    close();
    return false;
  }
  if (after_writing_ == AfterWriting::drain) {
    stream_->shutdown_send();
    state_ = State::draining;
    set_deadline(context_.options.linger);
    return true;
  }
  state_ = State::reading;
  if (after_writing_ == AfterWriting::next_request) set_deadline(context_.options.idle_timeout);
  if (context_.connections.shutting_down() && !reader_.begun()) close();
  return state_ == State::reading;
}

bool HttpSession::step_draining() {
  const IoResult result = stream_->try_read(context_.loop.scratch());
  if (result.status == IoStatus::done) return true;
  if (result.status == IoStatus::would_block) {
    await_readable();
  } else {
    close();
  }
  return false;
}

void HttpSession::set_deadline(Millis delay) {
  if (over_limit_) {
    const auto left = std::chrono::ceil<Millis>(over_limit_until_ - context_.loop.now());
    delay = std::clamp(left, Millis{0}, delay);
  }
  if (deadline_) context_.loop.cancel(*deadline_);
  deadline_ = context_.loop.call_after(delay, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->on_deadline();
  });
}

void HttpSession::on_deadline() {
  deadline_.reset();
  switch (state_) {
    case State::reading:
      if (!stream_->established()) return close();
      if (over_limit_) {
        over_limit_until_ = context_.loop.now() + context_.options.linger;
        turn_away();
        break;
      }
      if (!reader_.begun()) return close();
      reject(too_slow);
      break;
    case State::answering:
      reject(no_answer);
      break;
    case State::attaching:
      give_up_attaching();
      reject(no_answer);
      break;
    case State::writing:
    case State::draining:
    case State::closed:
      return close();
  }
  run();
}

void HttpSession::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  if (deadline_) context_.loop.cancel(*deadline_);
  deadline_.reset();
  stream_->close();
  permit_.reset();
  context_.connections.remove(*this);
}

}  // namespace matinee::transport
