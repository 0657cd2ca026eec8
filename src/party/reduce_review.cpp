// Review: what a party does by itself because time has passed or somebody's player has changed: it begins to hold, goes
// on, starts at the time set, tells whom it waits for, and brings ready checks to their end.
#include <algorithm>

#include "party/queue_decisions.hpp"
#include "party/situation.hpp"
#include "party/start_lead.hpp"

namespace matinee::party {
namespace {

/// A start this late still counts from the time set: timers are never exact, and every player can make up for it. One
/// that fell due while nobody was there is later than that.
constexpr Millis start_tolerance{1'000};

/// The film plays, and somebody it waits for can't follow.
bool is_stalled(const Party& party, ServerTime now) {
  const Playback& playback = party.playback;
  if (!playback.playing || !must_wait(party, now)) return false;
  return !playback.clip_length || position_at(playback, now) < *playback.clip_length;
}

ServerTime end_of_respite(const Party& party) {
  return party.hold_respite.began + party.hold_respite.length;
}

bool must_begin_to_hold(const Party& party, ServerTime now) {
  return is_stalled(party, now) && now >= end_of_respite(party);
}

bool may_go_on(const Party& party, ServerTime now) {
  // A hold that nobody counts the time of, as after a restart, would have no end.
  return party.playback.holding && (!party.readiness.holding() || !must_wait(party, now));
}

/// When a scheduled start is told: one start lead ahead.
ServerTime telling_of(const ScheduledStart& start, const Party& party, ServerTime now, const Limits& limits) {
  const ServerTime earliest = start.at - limits.start_lead_max;
  return now < earliest ? earliest : start.at - start_lead(party, now, limits);
}

ServerTime next_telling(const Party& party) {
  return party.waiting ? party.waiting->told_at + waiting_interval : ServerTime{};
}

bool is_retold(const Party& party) {
  return party.playback.holding && (!party.waiting || party.waiting->changes != party.readiness.changes());
}

std::optional<Person> person(const Party& party, const UserId& user) {
  const Participant* seat = find(party.roster, user);
  return seat == nullptr ? std::nullopt : std::optional{person_of(*seat)};
}

/// The film is set going where it stands, at `start`, or holds.
PlaybackChanged started(const Situation& situation, ServerTime start) {
  const Playback standing = reanchored(situation.party.playback, situation.now);
  const bool wait = !standing.holding && must_wait(situation.party, situation.now);
  return playback_changed(situation, wait ? PlaybackChange::waiting : PlaybackChange::play,
                          set_going(situation, standing, start, wait));
}

PlaybackChanged start_as_scheduled(const Situation& situation, const ScheduledStart& start) {
  const bool in_time = situation.now <= start.at + start_tolerance;
  PlaybackChanged effect = started(situation, in_time ? start.at : next_start(situation));
  effect.by = person(situation.party, start.by);
  return effect;
}

PlaybackChanged begun_to_hold(const Situation& situation) {
  Playback next = set_going(situation, reanchored(situation.party.playback, situation.now), situation.now, true);
  return playback_changed(situation, PlaybackChange::waiting, std::move(next));
}

void review_playback(const Situation& situation, Effects& effects) {
  const Party& party = situation.party;
  const auto& start = party.scheduled_start;
  if (party.connected == 0) return;  // it waits for the first to come back
  if (start && telling_of(*start, party, situation.now, situation.limits) <= situation.now) {
    effects.push_back(start_as_scheduled(situation, *start));
  } else if (must_begin_to_hold(party, situation.now)) {
    effects.push_back(begun_to_hold(situation));
  } else if (may_go_on(party, situation.now)) {
    effects.push_back(started(situation, next_start(situation)));
  } else if (is_retold(party) && next_telling(party) <= situation.now) {
    effects.push_back(WaitingRetold{situation.now});
  }
}

/// Everyone is ready: where a countdown was asked for, the film starts at its end, unless it goes already.
void pass_ready_check(const Situation& situation, const ReadyCheck& check, Effects& effects) {
  const Party& party = situation.party;
  effects.push_back(ReadyCheckTold{view_of(party, check, ReadyCheckState::passed), std::nullopt, situation.now});
  const bool stands = !is_going(party.playback) && !party.scheduled_start;
  if (!check.countdown || !party.playback.clip || !stands) return;
  const ServerTime at = std::max(situation.now + *check.countdown, next_start(situation));
  effects.push_back(StartScheduled{{at, check.opened_by}, person(party, check.opened_by)});
}

void review_ready_check(const Situation& situation, Effects& effects) {
  const auto& check = situation.party.ready_check;
  if (!check || next_look(situation.party, *check) > situation.now) return;
  const Party& party = situation.party;
  if (has_passed(party, *check)) return pass_ready_check(situation, *check, effects);
  const bool over = check->until <= situation.now;
  effects.push_back(ReadyCheckTold{view_of(party, *check, over ? ReadyCheckState::over : ReadyCheckState::open),
                                   over ? std::nullopt : check->changed_by, situation.now});
}

}  // namespace

Outcome decide(const Situation& situation, const Review&) {
  Effects effects;
  if (situation.party.status == Status::ended) return effects;
  if (situation.party.readiness.has_expired(situation.now)) effects.push_back(LateExpired{situation.now});
  review_playback(situation, effects);
  // What it does rests on the playback of before.
  if (effects.empty()) review_queue(situation, effects);
  review_ready_check(situation, effects);
  return effects;
}

std::optional<ServerTime> next_review(const Party& party, ServerTime now, const Limits& limits) {
  if (party.status == Status::ended) return std::nullopt;
  std::optional<ServerTime> next;
  const auto consider = [&next](ServerTime at) { next = next ? std::min(*next, at) : at; };
  if (party.connected > 0) {
    if (must_begin_to_hold(party, now) || may_go_on(party, now)) return now;
    if (is_stalled(party, now)) consider(end_of_respite(party));
    if (party.playback.holding) consider(*party.readiness.next_expiry());
    if (is_retold(party)) consider(next_telling(party));
    if (const auto queue = next_of_queue(party, now)) consider(*queue);
    if (party.scheduled_start) consider(telling_of(*party.scheduled_start, party, now, limits));
  }
  if (party.ready_check) consider(next_look(party, *party.ready_check));
  return next;
}

}  // namespace matinee::party
