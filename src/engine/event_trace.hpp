// EventTrace: the last things clients did in a party and how long each step took, for the operator. In memory only, at
// most `capacity` of them; it costs a command some clock readings and its receivers nothing. Owner's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "engine/fanout.hpp"
#include "metrics/labels.hpp"

namespace matinee::engine {

/// A command that changed the party. The steps are times since it was received.
struct TracedEvent {
  using Step = std::optional<std::chrono::nanoseconds>;

  metrics::CommandKind kind = metrics::CommandKind::unknown;
  UserId user;           ///< empty: the server's operator
  ServerTime at{};       ///< when it was decided
  SteadyTime received{};
  Step decided{};
  Step committed{};      ///< nothing: not yet, or it failed
  Step handed_out{};     ///< its events went to the shards of the members; nothing: not yet, or it tells nobody
  bool failed = false;   ///< storage did not take it, and it did not happen
};

class EventTrace {
 public:
  static constexpr std::size_t capacity = 64;

  /// Returns the number by which it is known, from 1. The oldest makes room.
  std::uint64_t decided(metrics::CommandKind kind, const UserId& user, ServerTime at, SteadyTime received,
                        SteadyTime now);
  /// Of one that is no longer here, nothing. `tells`: there is something to hand out.
  void committed(std::uint64_t number, SteadyTime now);
  void failed(std::uint64_t number);
  /// It has nothing to hand out, or had it handed out already.
  void told(std::uint64_t number);
  /// Everything committed and not told yet is on its way.
  void handed_out(SteadyTime now);
  /// They had their data deleted.
  void forget(const UserId& user);

  /// The oldest first.
  std::vector<TracedEvent> events() const;

 private:
  TracedEvent* find(std::uint64_t number);

  std::vector<TracedEvent> events_;  ///< that of number n at (n - 1) % capacity
  std::uint64_t last_ = 0;
  std::vector<std::uint64_t> to_hand_out_;  ///< committed, and their events not on their way yet
};

}  // namespace matinee::engine
