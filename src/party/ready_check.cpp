#include "party/ready_check.hpp"

#include <algorithm>

#include "party/party.hpp"

namespace matinee::party {

std::string_view to_string(ReadyCheckState state) {
  switch (state) {
    case ReadyCheckState::open:
      return "open";
    case ReadyCheckState::passed:
      return "passed";
    case ReadyCheckState::over:
      return "over";
    case ReadyCheckState::cancelled:
      return "cancelled";
  }
  return "open";
}

ReadyCheckView view_of(const Party& party, const ReadyCheck& check, ReadyCheckState state) {
  ReadyCheckView view{state, check.until, check.ready.size(), party.connected, {}, check.countdown};
  if (check.ready.size() == party.connected) return view;
  for (const auto& [user, seat] : party.roster) {
    if (view.missing.size() == most_named_missing) break;
    if (seat.connections > 0 && !check.ready.contains(user)) view.missing.push_back(person_of(seat));
  }
  return view;
}

bool has_passed(const Party& party, const ReadyCheck& check) {
  return party.connected > 0 && check.ready.size() == party.connected;
}

ServerTime next_look(const Party& party, const ReadyCheck& check) {
  if (has_passed(party, check)) return ServerTime{};
  return check.changed ? std::min(check.until, check.told_at + ready_check_interval) : check.until;
}

}  // namespace matinee::party
