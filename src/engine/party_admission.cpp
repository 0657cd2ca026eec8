// PartyActor: who may get in, as it is asked and shown. What is decided about it is in party/reduce_admission.cpp.
#include <algorithm>
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"

namespace matinee::engine {

/// The party decides again when the password has been compared: nothing said here binds it.
std::string PartyActor::password_asked_of(const UserId& user) const {
  const bool is_in = party::find(party_.roster, user) != nullptr;
  if (is_in || party_.kicked.contains(user) || party_.status == party::Status::ended) return {};
  return party::admission_of(party_).password_hash;
}

void PartyActor::standing(const UserId& user, Reply<Standing> reply) {
  using party::Rejection;
  const ServerTime now = environment_.clock.now();
  const party::JoinRequest* request = party::request_of(party_, user, now, environment_.options.party);
  const bool is_in = party::find(party_.roster, user) != nullptr;
  std::optional<Rejection> reason;
  if (party_.kicked.contains(user)) reason = Rejection::kicked;
  if (party_.status == party::Status::ended) reason = Rejection::party_ended;
  if (!reason && !is_in && request == nullptr) reason = Rejection::no_join_request;
  const bool declined = request != nullptr && request->declined;
  const Standing standing = is_in ? Standing::admitted : declined ? Standing::declined : Standing::waiting;
  tell_when_stored<Standing>(
      reason ? Result<Standing, protocol::Refusal>(refusal_for({*reason, Millis{0}}, environment_.options.party))
             : Result<Standing, protocol::Refusal>(standing),
      std::move(reply));
}

void PartyActor::waiting_room(const UserId& user, Reply<std::vector<WaitingUser>> reply) {
  if (const auto refusal = refusal_to_run(user)) return reply(*refusal);
  const ServerTime now = environment_.clock.now();
  std::vector<WaitingUser> waiting;
  for (const auto& [who, request] : party::admission_of(party_).requests) {
    const auto* stands = party::request_of(party_, who, now, environment_.options.party);
    if (stands != nullptr && !stands->declined) waiting.push_back({who, request.profile, request.at});
  }
  std::sort(waiting.begin(), waiting.end(),
            [](const WaitingUser& one, const WaitingUser& other) { return one.since < other.since; });
  tell_when_stored<std::vector<WaitingUser>>(std::move(waiting), std::move(reply));
}

void PartyActor::invitations(const UserId& user, Reply<std::vector<InvitationView>> reply) {
  if (const auto refusal = refusal_to_run(user)) return reply(*refusal);
  const ServerTime now = environment_.clock.now();
  std::vector<InvitationView> views;
  for (const auto& [id, invitation] : party::admission_of(party_).invitations) {
    views.push_back({invitation, party::state_of(invitation, now)});
  }
  std::sort(views.begin(), views.end(), [](const InvitationView& one, const InvitationView& other) {
    return one.invitation.created_at > other.invitation.created_at;
  });
  tell_when_stored<std::vector<InvitationView>>(std::move(views), std::move(reply));
}

/// Nothing when `user` is host or co-host.
std::optional<protocol::Refusal> PartyActor::refusal_to_run(const UserId& user) const {
  if (auto refusal = refusal_to_show(user)) return refusal;
  if (party::find(party_.roster, user)->role != party::Role::viewer) return std::nullopt;
  return refusal_for({party::Rejection::moderation_denied, Millis{0}}, environment_.options.party);
}

template <class T>
void PartyActor::tell_when_stored(Result<T, protocol::Refusal> answer, Reply<T> reply) {
  if (stale_) return reply(storage_unavailable());
  gate_.add([answer = std::move(answer), reply = std::move(reply)](bool committed) {
    committed ? reply(answer) : reply(storage_unavailable());
  });
}

}  // namespace matinee::engine
