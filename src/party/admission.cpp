#include "party/admission.hpp"

#include <algorithm>

#include "party/forgotten.hpp"
#include "party/party.hpp"

namespace matinee::party {
namespace {

bool stands(const JoinRequest& request, ServerTime now, const Limits& limits) {
  return now - request.at < limits.join_request_ttl;
}

}  // namespace

std::string_view to_string(InvitationState state) {
  switch (state) {
    case InvitationState::usable:
      return "usable";
    case InvitationState::used_up:
      return "used_up";
    case InvitationState::expired:
      return "expired";
  }
  return "usable";
}

InvitationState state_of(const Invitation& invitation, ServerTime now) {
  if (invitation.max_uses && invitation.uses >= *invitation.max_uses) return InvitationState::used_up;
  if (invitation.expires_at && now >= *invitation.expires_at) return InvitationState::expired;
  return InvitationState::usable;
}

const Admission& admission_of(const Party& party) {
  static const Admission none;
  return party.admission ? *party.admission : none;
}

void forget_at_the_door(Boxed<Admission>& admission, const UserId& user) {
  if (!admission) return;
  change_admission(admission, [&](Admission& kept) {
    kept.requests.erase(user);
    for (auto& [id, invitation] : kept.invitations) {
      if (invitation.by.user == user) invitation.by = forgotten_person;
    }
  });
}

const Invitation* usable_invitation(const Party& party, std::string_view code, ServerTime now) {
  for (const auto& [id, invitation] : admission_of(party).invitations) {
    if (invitation.code != code) continue;
    return state_of(invitation, now) == InvitationState::usable ? &invitation : nullptr;
  }
  return nullptr;
}

const JoinRequest* request_of(const Party& party, const UserId& user, ServerTime now, const Limits& limits) {
  const auto& requests = admission_of(party).requests;
  const auto found = requests.find(user);
  return found != requests.end() && stands(found->second, now, limits) ? &found->second : nullptr;
}

std::size_t waiting_count(const Party& party, ServerTime now, const Limits& limits) {
  const auto& requests = admission_of(party).requests;
  return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), [&](const auto& entry) {
    return !entry.second.declined && stands(entry.second, now, limits);
  }));
}

UserId claim_of(const Party& party) {
  return party.host_is_creator ? party.host : admission_of(party).claimant;
}

void pass_claim(Party& party, const UserId& next, bool handed_over) {
  const UserId claim = party.host_is_creator && handed_over ? UserId{} : claim_of(party);
  party.host_is_creator = !claim.empty() && claim == next;
  const UserId claimant = party.host_is_creator ? UserId{} : claim;
  if (admission_of(party).claimant == claimant) return;
  change_admission(party.admission, [&](Admission& admission) { admission.claimant = claimant; });
}

}  // namespace matinee::party
