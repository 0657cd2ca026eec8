// ShardApplication: the Application of one shard, over its engine::Shard and the shared Api. Only forwards.
#pragma once

#include "transport/application.hpp"

namespace matinee::transport {

class ShardApplication final : public Application {
 public:
  /// Both outlive it.
  ShardApplication(http_api::Api& api, engine::Shard& shard) : api_(api), shard_(shard) {}

  void handle(http_api::Request request, http_api::Respond respond) override;
  bool is_for_operators(const http_api::Request& request) override;
  std::string client_address(const http_api::Request& request) override;
  Result<http_api::UpgradeTicket, http_api::Response> authorize_upgrade(const http_api::Request& request) override;
  void attach(engine::Session& session, const http_api::UpgradeTicket& ticket, engine::Reply<void> reply) override;
  void detach(engine::Session& session, bool clean) override;
  std::optional<protocol::CloseCode> close_code_for(const protocol::Refusal& refusal) override;
  void refuse(engine::Session& session, const PartyId& party, const protocol::Refusal& refusal) override;
  http_api::Response refusal_response(const protocol::Refusal& refusal) override;
  void on_text(engine::Session& session, std::string_view text) override;
  void on_binary(engine::Session& session) override;

 private:
  http_api::Api& api_;
  engine::Shard& shard_;
};

}  // namespace matinee::transport
