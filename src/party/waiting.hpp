// Waiting: for whom a party stands still, and what it says of it. Pure functions of a party and an instant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "party/readiness.hpp"
#include "party/roster.hpp"

namespace matinee::party {

struct Party;

/// At most so many of those who are waited for are named.
inline constexpr std::size_t most_named_waiting = 10;

/// Who is waited for is told at most this often: every report of a large party may change it.
inline constexpr Millis waiting_interval{250};

/// What a holding party says of those it waits for.
struct Waiting {
  struct For {
    Person person;
    ServerTime until{};  ///< this long at most
  };
  std::vector<For> named;     ///< those waited for the longest, at most most_named_waiting
  std::size_t count = 0;      ///< all of them
  ServerTime until{};         ///< the party goes on by itself then at the latest
  ServerTime told_at{};       ///< when this was said
  std::uint64_t changes = 0;  ///< of the readiness it was drawn from: whether it is still true
};

/// Whether the party's policy has it stand now: somebody it waits for is not ready.
bool must_wait(const Party& party, ServerTime now);

/// The same after a jump to another position or clip, where everyone has to load first.
bool would_wait_after_jump(const Party& party, bool new_clip, ServerTime now);

/// Whom the party, which holds, waits for.
Waiting waiting_of(const Party& party, ServerTime now);

/// Gives the party, which was read from storage again, what was known of its members' players. A hold begins or ends
/// with it where the stored state says otherwise.
void adopt_readiness(Party& party, Readiness readiness, ServerTime now, const WaitingLimits& limits);

}  // namespace matinee::party
