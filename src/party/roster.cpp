#include "party/roster.hpp"

#include <tuple>

namespace matinee::party {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::host:
      return "host";
    case Role::co_host:
      return "co-host";
    case Role::viewer:
      return "viewer";
  }
  return "viewer";
}

std::optional<Role> role_from_string(std::string_view name) {
  for (const Role role : {Role::host, Role::co_host, Role::viewer}) {
    if (name == to_string(role)) return role;
  }
  return std::nullopt;
}

Person person_of(const Participant& participant) {
  return {participant.user, participant.profile.display_name};
}

PlayerStatus status_of(const Participant& participant) {
  PlayerStatus status = participant.report ? participant.report->status : PlayerStatus{};
  status.ignore_wait = participant.ignore_wait;
  return status;
}

const Participant* find(const Roster& roster, const UserId& user) {
  const auto found = roster.find(user);
  return found == roster.end() ? nullptr : &found->second;
}

const Participant* successor(const Roster& roster, const UserId& leaving) {
  const Participant* best = nullptr;
  const auto precedes = [](const Participant& a, const Participant& b) {
    return std::tie(a.role, a.joined_at, a.user) < std::tie(b.role, b.joined_at, b.user);
  };
  for (const auto& [user, participant] : roster) {
    if (user == leaving) continue;
    const bool eligible = participant.role == Role::co_host || participant.connections > 0 || participant.announced;
    if (eligible && (best == nullptr || precedes(participant, *best))) best = &participant;
  }
  return best;
}

}  // namespace matinee::party
