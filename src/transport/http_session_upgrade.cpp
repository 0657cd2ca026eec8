// The part of HttpSession that turns it into a WsSession: handshake, permission, a place in the party, 101.
#include <array>
#include <utility>

#include "transport/http_session.hpp"
#include "transport/response_head.hpp"
#include "transport/upgrade.hpp"
#include "transport/ws_session.hpp"

namespace matinee::transport {

namespace {

constexpr Rejection too_early{400, protocol::ErrorCode::invalid_request,
                              "Nothing may follow a request to open a WebSocket before the server has answered it."};
constexpr Rejection shutting_down{503, protocol::ErrorCode::overloaded, "The server is stopping; connect again."};

}  // namespace

void HttpSession::upgrade(http_api::Request request) {
  // Whatever the answer, HTTP ends here: after a refusal nobody knows what the client's next bytes are meant to be.
  keep_alive_ = false;
  upgrade_started_ = context_.loop.now();
  if (reader_.buffered() > 0) return reject(too_early);
  if (context_.connections.shutting_down()) return reject(shutting_down);
  auto accept = accept_handshake(request);
  if (!accept) return refuse_upgrade(std::move(accept).error());
  if (const auto counted = permit_.count_for(context_.application.client_address(request)); !counted) {
    return refuse_place(counted.error());
  }
  auto ticket = context_.application.authorize_upgrade(request);
  if (!ticket) return refuse_upgrade(std::move(ticket).error());

  state_ = State::attaching;
  set_deadline(context_.options.answer_timeout);
  socket_ = std::make_shared<WsSession>(context_);
  const http_api::UpgradeTicket& allowed = ticket.value();
  context_.application.attach(*socket_, allowed,
                              [self = shared_from_this(), socket = socket_, serial = serial_, party = allowed.party,
                               switching = switching_protocols_head(accept.value(), allowed.subprotocol)](
                                  auto outcome) { self->on_attached(serial, switching, party, std::move(outcome)); });
}

void HttpSession::refuse_upgrade(http_api::Response response) {
  count_upgrade(response.status);
  send_response(std::move(response));
}

// Its client is one of many that a proxy brings, and has as many sockets as an address may.
void HttpSession::refuse_place(AdmissionFailure failure) {
  context_.metrics.rate_limited(metrics::RateLimitKind::connection);
  context_.metrics.error(protocol::ErrorCode::overloaded);
  refuse_upgrade(to_response(rejection_of(failure)));
}

// Upgrades are not seen by Api::handle, which counts all other requests.
void HttpSession::count_upgrade(unsigned status) {
  context_.metrics.http_request(metrics::Route::ws, metrics::Method::get, status,
                                context_.loop.now() - upgrade_started_);
}

void HttpSession::on_attached(std::uint64_t serial, const std::string& switching, const PartyId& party,
                              Result<void, protocol::Refusal> outcome) {
  if (serial != serial_ || state_ != State::attaching) return;  // given up, and detached then
  if (outcome) {
    if (may_open()) open_socket(switching, true);
    return;
  }
  if (const auto code = context_.application.close_code_for(outcome.error())) {
    const auto socket = socket_;
    open_socket(switching, false);
    context_.application.refuse(*socket, party, outcome.error());
    return socket->close(*code);
  }
  socket_.reset();
  refuse_upgrade(context_.application.refusal_response(outcome.error()));
  run_soon();
}

// Last look at the client before the 101. Bytes sent early are not ours to interpret: the client may be trying to get
// something past a proxy.
bool HttpSession::may_open() {
  std::array<char, 1> byte;
  const IoStatus status = stream_->try_read(byte).status;
  const bool stopping = context_.connections.shutting_down();
  if (status == IoStatus::would_block && !stopping) return true;
  give_up_attaching();
  if (status == IoStatus::closed || status == IoStatus::failed) {
    close();
  } else {
    reject(status == IoStatus::done ? too_early : shutting_down);
    run_soon();
  }
  return false;
}

// The stream goes to the socket; this session ends without closing it.
void HttpSession::open_socket(const std::string& switching, bool attached) {
  count_upgrade(101);
  state_ = State::closed;
  if (deadline_) context_.loop.cancel(*deadline_);
  deadline_.reset();
  const auto socket = std::exchange(socket_, nullptr);
  context_.connections.add(socket);
  const auto self = shared_from_this();
  context_.connections.remove(*this);
  socket->open(std::move(stream_), std::move(permit_), switching, attached);
}

void HttpSession::give_up_attaching() {
  ++serial_;
  const auto socket = std::exchange(socket_, nullptr);
  // Not from inside the engine's answer; the lambda keeps the socket until the engine has let go of it.
  context_.loop.post([&application = context_.application, socket] { application.detach(*socket, false); });
}

}  // namespace matinee::transport
