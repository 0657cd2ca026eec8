// What players say of themselves: reports, that nobody shall wait for one, and that one asked for the state.
#include "party/situation.hpp"

namespace matinee::party {
namespace {

/// A client whose estimate of the server's clock is farther off than this has none.
constexpr Millis sample_trust{10'000};

bool is_trusted(const PlayerReport& report, ServerTime now) {
  return report.sampled_at && std::chrono::abs(now - *report.sampled_at) <= sample_trust;
}

/// How far the player is ahead of the party. Told with the moment it was sampled at, its way here does not count;
/// otherwise that is taken for now. Nothing where playback was changed between the sample and its arrival: the player
/// was at a position that was right then. Nothing either of a player that stands while the film moves, or the other way
/// round: that is somebody's own pause, or a start on its way, and no failure to keep up.
std::optional<Millis> drift_of(const PlayerReport& report, const Situation& situation) {
  const Playback& playback = situation.party.playback;
  const ServerTime at = report.sampled_at.value_or(situation.now);
  if (at < situation.party.playback_changed_at) return std::nullopt;
  const bool moves = playback.playing && at >= playback.at;
  if (report.playing != moves) return std::nullopt;
  return report.position - position_at(playback, at);
}

/// A status that changes all the time is told later, with a report that finds room.
void append_within_limit(Effects& effects, const Situation& situation, const PlayerStatus& status) {
  const bool room = situation.seat->status_changes.room(situation.limits.status, situation.now) > 0;
  if (room) append_status(effects, situation, status);
}

}  // namespace

void append_status(Effects& effects, const Situation& situation, const PlayerStatus& status) {
  if (situation.seat->status_told == status) return;
  if (situation.party.connected > situation.limits.status_broadcast_max) return;
  effects.push_back(StatusAnnounced{situation.actor, status, situation.now});
}

Outcome decide(const Situation& situation, const Report& command) {
  PlayerReport report = command.report;
  report.at = situation.now;
  if (!is_trusted(report, situation.now)) report.sampled_at.reset();
  report.status.ignore_wait = situation.seat->ignore_wait;
  report.drift = drift_of(report, situation);
  Effects effects{Reported{situation.actor, report}};
  append_within_limit(effects, situation, report.status);
  return effects;
}

Outcome decide(const Situation& situation, const IgnoreWait& command) {
  if (situation.seat->ignore_wait == command.ignore) return Effects{};
  Effects effects{IgnoreWaitChanged{situation.actor, command.ignore, situation.now}};
  PlayerStatus status = status_of(*situation.seat);
  status.ignore_wait = command.ignore;
  append_within_limit(effects, situation, status);
  return effects;
}

Outcome decide(const Situation& situation, const NoteSync&) {
  return Effects{Synced{situation.actor, situation.now}};
}

}  // namespace matinee::party
