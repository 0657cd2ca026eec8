// HttpSession: one connection while it speaks HTTP. Requests are answered one at a time, in order; an upgrade hands the
// stream to a WsSession. A state machine that run() drives as far as the stream lets it. Lives on one loop, owned by
// its ConnectionSet; which requests are acceptable is RequestReader's matter, what they mean the Application's. One
// that there was no place for is told so, or how the server is if it asks for that, and ends soon whatever it does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "transport/admission.hpp"
#include "transport/byte_stream.hpp"
#include "transport/connection.hpp"
#include "transport/request_reader.hpp"
#include "transport/response_writer.hpp"

namespace matinee::transport {

class WsSession;

class HttpSession final : public Connection, public std::enable_shared_from_this<HttpSession> {
 public:
  /// `over_limit`: why there was no place for it but in the reserve.
  HttpSession(SessionContext& context, ByteStreamPtr stream, Admission::Permit permit,
              std::optional<AdmissionFailure> over_limit = std::nullopt);

  /// After it was added to the ConnectionSet.
  void start();

  void begin_shutdown() override;
  void abort() override;

 private:
  enum class State : std::uint8_t {
    reading,    // a request, or waiting for one
    answering,  // the application has the request
    attaching,  // the engine is asked for a place in the party
    writing,    // the response
    draining,   // response sent, waiting for the client to close, so that it can read it (RFC 9112, 9.6)
    closed,     // or handed over
  };
  enum class AfterWriting : std::uint8_t { next_request, rest_of_request, drain };

  void run();
  void run_soon();
  bool step();
  bool step_reading();
  bool step_writing();
  bool step_draining();
  bool receive();
  void await_readable();
  void await_writable();

  void dispatch();
  void respond(std::uint64_t serial, http_api::Response response);
  void reject(const Rejection& rejection);
  void turn_away();
  void send_response(http_api::Response response);
  void send_file(http_api::Response response);
  void send_bytes(std::string bytes, AfterWriting next);

  void upgrade(http_api::Request request);
  void refuse_upgrade(http_api::Response response);
  void refuse_place(AdmissionFailure failure);
  void count_upgrade(unsigned status);
  void on_attached(std::uint64_t serial, const std::string& switching, const PartyId& party,
                   Result<void, protocol::Refusal> outcome);
  void open_socket(const std::string& switching, bool attached);
  bool may_open();
  void give_up_attaching();

  void note_handshake();
  void set_deadline(Millis delay);
  void on_deadline();
  void close();

  SessionContext& context_;
  ByteStreamPtr stream_;
  Admission::Permit permit_;
  RequestReader reader_;
  ResponseWriter writer_;
  std::shared_ptr<WsSession> socket_;  // while attaching
  std::uint64_t serial_ = 0;           // of the request being answered: late answers to given-up ones are ignored
  std::optional<engine::TimerId> deadline_;
  std::optional<AdmissionFailure> over_limit_;
  TimePoint over_limit_until_{};  // then it has to be gone, if over_limit_
  TimePoint upgrade_started_{};
  State state_ = State::reading;
  AfterWriting after_writing_ = AfterWriting::next_request;
  bool running_ = false;
  bool established_ = false;  // no TLS handshake is under way
  bool awaiting_readable_ = false;
  bool awaiting_writable_ = false;
  bool request_begun_ = false;  // the request timeout runs instead of the idle one
  bool keep_alive_ = true;
  bool http_1_1_ = true;
  bool head_only_ = false;
};

}  // namespace matinee::transport
