#include "transport/shard_application.hpp"

#include <utility>

namespace matinee::transport {

void ShardApplication::handle(http_api::Request request, http_api::Respond respond) {
  api_.handle(shard_, std::move(request), std::move(respond));
}

bool ShardApplication::is_for_operators(const http_api::Request& request) {
  return api_.is_for_operators(request);
}

std::string ShardApplication::client_address(const http_api::Request& request) {
  return api_.client_address(request);
}

Result<http_api::UpgradeTicket, http_api::Response> ShardApplication::authorize_upgrade(
    const http_api::Request& request) {
  return api_.authorize_upgrade(request);
}

void ShardApplication::attach(engine::Session& session, const http_api::UpgradeTicket& ticket,
                              engine::Reply<void> reply) {
  shard_.attach(session, ticket.party, ticket.credentials, std::move(reply));
}

void ShardApplication::detach(engine::Session& session, bool clean) {
  shard_.detach(session, clean);
}

std::optional<protocol::CloseCode> ShardApplication::close_code_for(const protocol::Refusal& refusal) {
  return engine::close_code_for(refusal);
}

void ShardApplication::refuse(engine::Session& session, const PartyId& party, const protocol::Refusal& refusal) {
  shard_.refuse(session, party, refusal);
}

http_api::Response ShardApplication::refusal_response(const protocol::Refusal& refusal) {
  return api_.refusal(refusal);
}

void ShardApplication::on_text(engine::Session& session, std::string_view text) {
  shard_.on_text(session, text);
}
void ShardApplication::on_binary(engine::Session& session) {
  shard_.on_binary(session);
}

}  // namespace matinee::transport
