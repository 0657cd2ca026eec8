#include "party/waiting.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "party/party.hpp"

namespace matinee::party {

bool must_wait(const Party& party, ServerTime now) {
  const Readiness& readiness = party.readiness;
  switch (party.settings.waiting) {
    case WaitingPolicy::off:
      return false;
    case WaitingPolicy::host:  // nobody else is considered, see Readiness::select()
    case WaitingPolicy::everyone:
      return readiness.anyone_late(now);
    case WaitingPolicy::quorum: {
      const std::size_t late = readiness.late(now);
      const std::size_t ready = readiness.ready(now);
      return ready < (ready + late + 1) / 2;
    }
  }
  return false;
}

bool would_wait_after_jump(const Party& party, bool new_clip, ServerTime now) {
  return party.settings.waiting != WaitingPolicy::off && party.readiness.anyone_would_load(new_clip, now);
}

void adopt_readiness(Party& party, Readiness readiness, ServerTime now, const WaitingLimits& limits) {
  party.readiness = std::move(readiness);
  if (!party.playback.holding) return party.readiness.end_hold(now);
  if (!party.readiness.holding()) party.readiness.begin_hold(now, limits);
  party.waiting = std::make_shared<const Waiting>(waiting_of(party, now));
}

Waiting waiting_of(const Party& party, ServerTime now) {
  const std::vector<Readiness::Late> held = party.readiness.held_for(now);
  Waiting waiting;
  waiting.count = held.size();
  waiting.until = held.empty() ? now : held.front().until;
  waiting.told_at = now;
  waiting.changes = party.readiness.changes();
  for (std::size_t i = 0; i < std::min(held.size(), most_named_waiting); ++i) {
    if (const Participant* seat = find(party.roster, held[i].user)) {
      waiting.named.push_back({person_of(*seat), held[i].until});
    }
  }
  return waiting;
}

}  // namespace matinee::party
