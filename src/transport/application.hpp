// Application: what the transport asks of the rest of the server, on one shard. A port, so that sessions are tested
// without an engine; ShardApplication is the real one. Every call and every answer is on the shard's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "engine/session.hpp"
#include "engine/views.hpp"
#include "http_api/api.hpp"
#include "http_api/http.hpp"

namespace matinee::transport {

class Application {
 public:
  virtual ~Application() = default;

  virtual void handle(http_api::Request request, http_api::Respond respond) = 0;
  /// As Api::is_for_operators.
  virtual bool is_for_operators(const http_api::Request& request) = 0;
  /// As Api::client_address.
  virtual std::string client_address(const http_api::Request& request) = 0;
  virtual Result<http_api::UpgradeTicket, http_api::Response> authorize_upgrade(const http_api::Request& request) = 0;

  /// As Shard::attach.
  virtual void attach(engine::Session& session, const http_api::UpgradeTicket& ticket, engine::Reply<void> reply) = 0;
  /// As Shard::detach.
  virtual void detach(engine::Session& session, bool clean) = 0;

  /// For a refused attach that is told over an accepted socket: the code to close it with after refuse(). Empty when
  /// refusal_response() is the answer instead.
  virtual std::optional<protocol::CloseCode> close_code_for(const protocol::Refusal& refusal) = 0;
  /// Delivers the error event of a refused attach.
  virtual void refuse(engine::Session& session, const PartyId& party, const protocol::Refusal& refusal) = 0;
  virtual http_api::Response refusal_response(const protocol::Refusal& refusal) = 0;

  virtual void on_text(engine::Session& session, std::string_view text) = 0;
  virtual void on_binary(engine::Session& session) = 0;
};

}  // namespace matinee::transport
