// Getting in: joining, invitations, the password, the waiting room, and taking the role of the host back.
#include "base/text.hpp"
#include "http_api/admission_bodies.hpp"
#include "http_api/exchange.hpp"
#include "http_api/of_party.hpp"
#include "http_api/passwords.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

std::string join_request_path(const PartyId& party) {
  return "/api/v1/watch-parties/" + party.str() + "/join-request";
}

Response joined(const Services& services, const ExchangePtr& exchange, const engine::JoinResult& result) {
  if (result.standing == engine::Standing::admitted) {
    const std::string url = services.forwarding.socket_url(exchange->request, result.party);
    return json_response(200, encode_joined(result.party, url));
  }
  Response response = json_response(202, encode_standing(result.party, result.standing, std::nullopt));
  response.headers.push_back({"Location", join_request_path(result.party)});
  return response;
}

void join(const Services& services, const ExchangePtr& exchange) {
  const std::string& code = exchange->parameters["code"];
  if (!is_valid_id(code)) return exchange->refuse(not_found("There is no party with this invite code"));
  auto password = read_join(exchange->request);
  if (!password) return exchange->refuse(password.error());
  engine::JoinAttempt attempt{
      code, exchange->user(), {exchange->principal->display_name, exchange->principal->avatar_url}};
  attempt.counted = exchange->request.passed_on > 0;
  if (password.value()) {
    attempt.password = password_comparison(services, exchange, std::move(password).value().value());
  }
  exchange->shard.join(std::move(attempt),
                       answer<engine::JoinResult>(exchange, [&services, exchange](const engine::JoinResult& result) {
                         return joined(services, exchange, result);
                       }));
}

void create_invitation(const ExchangePtr& exchange, const PartyId& party) {
  auto wanted = read_new_invitation(exchange->request);
  if (!wanted) return exchange->refuse(wanted.error());
  wanted.value().counted = exchange->request.passed_on > 0;
  exchange->shard.create_invitation(party, exchange->user(), std::move(wanted).value(),
                                    answer<engine::InvitationView>(exchange, [](const engine::InvitationView& view) {
                                      return json_response(201, encode_invitation(view));
                                    }));
}

void list_invitations(const Services& services, const ExchangePtr& exchange, const PartyId& party) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  using Views = std::vector<engine::InvitationView>;
  exchange->shard.invitations(party, exchange->user(), answer<Views>(exchange, [](const Views& views) {
                                return json_response(200, encode_invitations(views));
                              }));
}

void revoke_invitation(const ExchangePtr& exchange, const PartyId& party) {
  const std::string& id = exchange->parameters["invitation_id"];
  if (!is_valid_id(id)) return exchange->refuse(not_found("There is no such invitation"));
  exchange->shard.command(party, exchange->user(), party::RevokeInvitation{InvitationId{id}},
                          answer<void>(exchange, no_content));
}

/// Who may not set it costs no hash.
void set_password(const Services& services, const ExchangePtr& exchange, const PartyId& party) {
  auto password = read_password(exchange->request);
  if (!password) return exchange->refuse(password.error());
  exchange->shard.details(
      party, exchange->user(),
      [&services, exchange, party, password = std::move(password).value()](Result<engine::PartyView, Refusal> view) {
        if (!view) return exchange->refuse(view.error());
        if (view.value().role != party::Role::host) {
          return exchange->refuse({ErrorCode::unauthorized_command, "only the host may do this"});
        }
        hash_password(services, exchange, password, [exchange, party](std::string hash) {
          exchange->shard.command(party, exchange->user(), party::SetPassword{std::move(hash)},
                                  answer<void>(exchange, no_content));
        });
      });
}

void remove_password(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.command(party, exchange->user(), party::SetPassword{}, answer<void>(exchange, no_content));
}

void show_standing(const Services& services, const ExchangePtr& exchange, const PartyId& party) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  exchange->shard.standing(
      party, exchange->user(),
      answer<engine::Standing>(exchange, [&services, exchange, party](engine::Standing standing) {
        std::optional<std::string> url;
        if (standing == engine::Standing::admitted) url = services.forwarding.socket_url(exchange->request, party);
        return json_response(200, encode_standing(party, standing, url));
      }));
}

void withdraw(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.command(party, exchange->user(), party::WithdrawJoinRequest{}, answer<void>(exchange, no_content));
}

void list_waiting(const Services& services, const ExchangePtr& exchange, const PartyId& party) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  using Waiting = std::vector<engine::WaitingUser>;
  exchange->shard.waiting_room(party, exchange->user(), answer<Waiting>(exchange, [](const Waiting& waiting) {
                                 return json_response(200, encode_waiting_room(waiting));
                               }));
}

void answer_request(const ExchangePtr& exchange, const PartyId& party, bool admit) {
  const std::string& user = exchange->parameters["user_id"];
  if (!is_valid_id(user)) return exchange->refuse(not_found("Nobody of this name waits to be let in"));
  exchange->shard.command(party, exchange->user(), party::AnswerJoinRequest{UserId{user}, admit},
                          answer<void>(exchange, no_content));
}

void reclaim(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.command(party, exchange->user(), party::Reclaim{}, answer<void>(exchange, [exchange] {
                            return json_response(200, encode_role(exchange->user(), party::Role::host));
                          }));
}

}  // namespace

void add_admission_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto bound = [&services](auto handle) {
    return of_party(
        [&services, handle](const ExchangePtr& exchange, const PartyId& party) { handle(services, exchange, party); });
  };
  const auto answering = [](bool admit) {
    return of_party(
        [admit](const ExchangePtr& exchange, const PartyId& party) { answer_request(exchange, party, admit); });
  };
  const std::string parties = "/api/v1/watch-parties";
  router.add("POST", parties + "/:code/join", Route::join, Access::user,
             [&services](const ExchangePtr& exchange) { join(services, exchange); });
  const std::string party = parties + "/:id";
  router.add("POST", party + "/invitations", Route::invitations, Access::user, of_party(create_invitation));
  router.add("GET", party + "/invitations", Route::invitations, Access::user, bound(list_invitations));
  router.add("DELETE", party + "/invitations/:invitation_id", Route::invitation, Access::user,
             of_party(revoke_invitation));
  router.add("PUT", party + "/password", Route::password, Access::user, bound(set_password));
  router.add("DELETE", party + "/password", Route::password, Access::user, of_party(remove_password));
  router.add("GET", party + "/join-request", Route::join_request, Access::user, bound(show_standing));
  router.add("DELETE", party + "/join-request", Route::join_request, Access::user, of_party(withdraw));
  router.add("GET", party + "/join-requests", Route::join_requests, Access::user, bound(list_waiting));
  const std::string request = party + "/join-requests/:user_id";
  router.add("PUT", request, Route::join_request_answer, Access::user, answering(true));
  router.add("DELETE", request, Route::join_request_answer, Access::user, answering(false));
  router.add("POST", party + "/reclaim", Route::reclaim, Access::user, of_party(reclaim));
}

}  // namespace matinee::http_api
