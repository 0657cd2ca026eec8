// Reactions, typing and the wish for control; what people say to each other is in reduce_chat.cpp.
#include "party/permissions.hpp"
#include "party/situation.hpp"

namespace matinee::party {

Outcome decide(const Situation& situation, const React& command) {
  if (const auto muted = silenced(situation)) return *muted;
  std::size_t total = 0;
  for (const ReactionCount& reaction : command.reactions) total += reaction.count;
  const RateWindow& reactions = situation.seat->reactions;
  const RateLimit& limit = situation.limits.reactions;
  if (reactions.room(limit, situation.now) < total) return rate_limited(situation, reactions, limit, total);
  const Millis at_position = command.video_timestamp.value_or(position_at(situation.party.playback, situation.now));
  return Effects{Reacted{situation.actor, command.reactions, at_position, command.batch, situation.now}};
}

Outcome decide(const Situation& situation, const SetTyping& command) {
  const Participant& seat = *situation.seat;
  if (command.is_typing && silenced(situation)) return Effects{};
  if (seat.typing == command.is_typing) return Effects{};
  const RateLimit& limit = situation.limits.typing;
  // Only starting is limited: a refused stop would leave the others looking at somebody who types for ever.
  if (command.is_typing && seat.typing_changes.room(limit, situation.now) == 0) {
    return rate_limited(situation, seat.typing_changes, limit);
  }
  return Effects{TypingChanged{situation.actor, command.is_typing, situation.now}};
}

/// Once in a while is enough for a wish; who has control already has nothing to ask for.
Outcome decide(const Situation& situation, const AskControl&) {
  const Participant& seat = *situation.seat;
  if (allowed(seat.role, CommandKind::playback, situation.party.settings)) return Effects{};
  const Millis since = situation.now - seat.control_asked_at;
  if (since < control_asked_every) return Rejected{Rejection::rate_limited, control_asked_every - since};
  return Effects{ControlAsked{situation.actor, situation.now}};
}

}  // namespace matinee::party
