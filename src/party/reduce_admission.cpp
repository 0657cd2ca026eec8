// Getting in: joining, invitations, the password, the waiting room, and taking the role of the host back.
#include <algorithm>
#include <utility>
#include <vector>

#include "party/situation.hpp"

namespace matinee::party {
namespace {

Participant newcomer(const UserId& user, const Profile& profile, ServerTime now) {
  Participant seat;
  seat.user = user;
  seat.profile = profile;
  seat.joined_at = now;
  return seat;
}

/// Why who comes without an invitation stays out, whoever they are.
std::optional<Rejection> barred(const Party& party, const Join& command) {
  if (!command.by_invite && party.visibility != Visibility::public_) return Rejection::not_invited;
  const std::string& hash = admission_of(party).password_hash;
  if (hash.empty()) return std::nullopt;
  if (!command.password_fits) return Rejection::password_required;
  return *command.password_fits == hash ? std::nullopt : std::optional{Rejection::wrong_password};
}

/// Requests that have been forgotten need not be kept.
void append_expiries(Effects& effects, const Situation& situation) {
  for (const auto& [user, request] : admission_of(situation.party).requests) {
    if (request_of(situation.party, user, situation.now, situation.limits) != nullptr) continue;
    effects.push_back(JoinRequestAnswered{user, JoinAnswer::expired, std::nullopt, situation.now});
  }
}

Outcome wait_for_answer(const Situation& situation, const Profile& profile) {
  const JoinRequest* earlier = request_of(situation.party, situation.actor, situation.now, situation.limits);
  if (earlier != nullptr && earlier->declined) {
    return Rejected{Rejection::join_declined, earlier->at + situation.limits.join_request_ttl - situation.now};
  }
  if (earlier != nullptr) return Effects{};
  if (waiting_count(situation.party, situation.now, situation.limits) >= situation.limits.join_requests) {
    return reject(Rejection::waiting_room_full);
  }
  Effects effects;
  append_expiries(effects, situation);
  effects.push_back(JoinRequested{situation.actor, {profile, situation.now}});
  return effects;
}

}  // namespace

std::string_view to_string(JoinAnswer answer) {
  switch (answer) {
    case JoinAnswer::admitted:
      return "admitted";
    case JoinAnswer::declined:
      return "declined";
    case JoinAnswer::withdrawn:
      return "withdrawn";
    case JoinAnswer::expired:
      return "expired";
  }
  return "expired";
}

Outcome decide(const Situation& situation, const Join& command) {
  const Party& party = situation.party;
  if (party.kicked.contains(situation.actor)) return reject(Rejection::kicked);
  if (party.status == Status::ended) return reject(Rejection::party_ended);
  if (situation.seat != nullptr) return profile_update(situation, command.profile);
  const bool invited = !command.invitation.empty();
  const Invitation* invitation = usable_invitation(party, command.invitation, situation.now);
  if (invited && invitation == nullptr) return reject(Rejection::invitation_invalid);
  if (party.settings.locked) return reject(Rejection::party_locked);
  if (!invited) {
    if (const auto reason = barred(party, command)) return reject(*reason);
  }
  if (party.roster.size() >= seat_limit(party, situation.limits)) return reject(Rejection::seats_full);
  if (!invited && party.settings.approval) return wait_for_answer(situation, command.profile);
  Effects effects;
  if (invited) {
    effects.push_back(
        InvitationUsed{invitation->id, {situation.actor, command.profile.display_name}, situation.now});
  }
  if (admission_of(party).requests.contains(situation.actor)) {
    effects.push_back(JoinRequestAnswered{situation.actor, JoinAnswer::admitted, std::nullopt, situation.now});
  }
  effects.push_back(Seated{newcomer(situation.actor, command.profile, situation.now)});
  return effects;
}

Outcome decide(const Situation& situation, const WithdrawJoinRequest&) {
  const JoinRequest* request = request_of(situation.party, situation.actor, situation.now, situation.limits);
  // That somebody was declined outlasts their wish.
  if (request == nullptr || request->declined || situation.party.status == Status::ended) return Effects{};
  return Effects{JoinRequestAnswered{situation.actor, JoinAnswer::withdrawn, std::nullopt, situation.now}};
}

Outcome decide(const Situation& situation, const AnswerJoinRequest& command) {
  const Party& party = situation.party;
  const JoinRequest* request = request_of(party, command.user, situation.now, situation.limits);
  if (request == nullptr) return reject(Rejection::no_join_request);
  const JoinAnswer answer = command.admit ? JoinAnswer::admitted : JoinAnswer::declined;
  Effects effects{JoinRequestAnswered{command.user, answer, situation.by(), situation.now}};
  if (!command.admit) return request->declined ? Outcome{Effects{}} : Outcome{std::move(effects)};
  if (party.roster.size() >= seat_limit(party, situation.limits)) return reject(Rejection::seats_full);
  effects.push_back(Seated{newcomer(command.user, request->profile, situation.now)});
  return effects;
}

void append_admissions(Effects& effects, const Situation& situation) {
  const Party& party = situation.party;
  std::vector<std::pair<ServerTime, UserId>> waiting;
  for (const auto& [user, request] : admission_of(party).requests) {
    const JoinRequest* stands = request_of(party, user, situation.now, situation.limits);
    if (stands != nullptr && !stands->declined) waiting.emplace_back(request.at, user);
  }
  std::sort(waiting.begin(), waiting.end());
  const std::size_t seats = seat_limit(party, situation.limits);
  const std::size_t room = seats - std::min(seats, party.roster.size());
  waiting.resize(std::min(waiting.size(), room));
  for (const auto& [at, user] : waiting) {
    effects.push_back(JoinRequestAnswered{user, JoinAnswer::admitted, situation.by(), situation.now});
    effects.push_back(Seated{newcomer(user, admission_of(party).requests.at(user).profile, situation.now)});
  }
}

/// Where there are as many as may be, the oldest that lets nobody in any more makes room.
Outcome decide(const Situation& situation, const CreateInvitation& command) {
  Effects effects;
  const auto& invitations = admission_of(situation.party).invitations;
  if (invitations.size() >= most_invitations) {
    const Invitation* oldest = nullptr;
    for (const auto& [id, one] : invitations) {
      if (state_of(one, situation.now) == InvitationState::usable) continue;
      if (oldest == nullptr || one.created_at < oldest->created_at) oldest = &one;
    }
    if (oldest == nullptr) return reject(Rejection::too_many_invitations);
    effects.push_back(InvitationRemoved{oldest->id});
  }
  const auto expires_at = command.expires_in ? std::optional{situation.now + *command.expires_in} : std::nullopt;
  effects.push_back(InvitationCreated{
      {command.id, command.code, command.note, *situation.by(), situation.now, expires_at, command.max_uses}});
  return effects;
}

Outcome decide(const Situation& situation, const RevokeInvitation& command) {
  if (!admission_of(situation.party).invitations.contains(command.id)) return reject(Rejection::no_such_invitation);
  return Effects{InvitationRemoved{command.id}};
}

Outcome decide(const Situation& situation, const SetPassword& command) {
  const Party& party = situation.party;
  if (admission_of(party).password_hash == command.hash) return Effects{};
  Effects effects{PasswordChanged{command.hash}};
  Settings next = party.settings;
  next.has_password = !command.hash.empty();
  if (next != party.settings) {
    effects.push_back(SettingsChanged{next, party.settings, situation.by(), situation.now});
  }
  return effects;
}

Outcome decide(const Situation& situation, const Reclaim&) {
  const Party& party = situation.party;
  if (situation.seat->role == Role::host) return Effects{};
  if (claim_of(party) != situation.actor) return reject(Rejection::no_claim);
  const auto by = situation.by();
  return Effects{RoleChanged{situation.actor, Role::host, situation.seat->role, by, situation.now},
                 RoleChanged{party.host, Role::co_host, Role::host, by, situation.now}};
}

}  // namespace matinee::party
