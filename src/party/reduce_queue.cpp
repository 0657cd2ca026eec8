// The queue: adding, moving, removing, playing, votes, and what comes next by itself when a clip is over.
#include <algorithm>
#include <utility>

#include "party/queue_decisions.hpp"
#include "party/situation.hpp"

namespace matinee::party {
namespace {

/// A change under way: the queue as it will be, and what is to be told of it.
class Change {
 public:
  Change(const Situation& situation, QueueAction action) : queue_(queue_of(situation.party)) {
    effect_.action = action;
    effect_.by = situation.by();
    effect_.at = situation.now;
  }

  Queue& queue() { return queue_; }

  void place(std::size_t at, const std::vector<QueueItemPtr>& items) {
    if (at < queue_.entries.size()) effect_.before = queue_.entries[at].item->id;
    effect_.placed = items;
    effect_.put = insert(queue_, at, items);
  }
  void remove(std::size_t at) {
    effect_.removed.push_back(queue_.entries[at].item->id);
    queue_.entries.erase(queue_.entries.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void clear() {
    for (const QueueEntry& entry : queue_.entries) effect_.removed.push_back(entry.item->id);
    queue_.entries.clear();
  }
  void put_all() { effect_.put = queue_.entries; }

  /// `next` plays, taken out of the entries if it is there. What played goes to the end of a loop of all.
  void play(const QueueItemPtr& next) {
    const QueueItemPtr played = queue_.current;
    if (const std::size_t at = place_of(queue_, next->id); at < queue_.entries.size()) remove(at);
    set_current(next);
    if (played && played != next) retire(played);
  }
  void retire(const QueueItemPtr& played) {
    if (queue_.loop == Loop::all) place(queue_.entries.size(), {played});
  }
  void set_current(QueueItemPtr next) {
    if (queue_.current == next) return;
    effect_.current_changed = true;
    effect_.previous = std::exchange(queue_.current, std::move(next));
  }

  QueueChanged done() {
    ++queue_.revision;
    effect_.queue = std::make_shared<const Queue>(std::move(queue_));
    return std::move(effect_);
  }

 private:
  Queue queue_;
  QueueChanged effect_;
};

Effects only(Change& change) {
  return Effects{change.done()};
}

PlaybackChanged of_clip(const Situation& situation, const ClipId& clip) {
  return playback_changed(situation, PlaybackChange::skip, begun(situation, clip));
}

/// `next` from its beginning. The clip that plays already is not loaded again.
Effects playing(const Situation& situation, QueueAction action, const QueueItemPtr& next) {
  PlaybackChanged playback = of_clip(situation, next->clip);
  const bool again = situation.party.playback.clip == next->clip;
  if (again) playback.playback.clip_length = situation.party.playback.clip_length;
  if (!again && next->length) playback.playback.clip_length = next->length;
  Change change(situation, action);
  change.play(next);
  Effects effects{std::move(playback)};
  effects.push_back(change.done());
  return effects;
}

/// The place in front of which something is put; nothing where the item it names is gone.
std::optional<std::size_t> place_before(const Queue& queue, const std::optional<QueueItemId>& before) {
  if (!before) return queue.entries.size();
  const std::size_t place = place_of(queue, *before);
  return place < queue.entries.size() ? std::optional{place} : std::nullopt;
}

/// Nothing was chosen yet: the first item is loaded, and stands until somebody presses play.
Effects loaded(const Situation& situation, QueueChanged added) {
  Playback standing = begun(situation, added.queue->entries.front().item->clip);
  standing.playing = standing.holding = false;
  standing.at = situation.now;
  standing.clip_length = added.queue->entries.front().item->length;
  Effects effects{playback_changed(situation, PlaybackChange::skip, std::move(standing))};
  // One change: what is told of it is the queue without its first, which plays.
  auto queue = std::make_shared<Queue>(*added.queue);
  queue->current = queue->entries.front().item;
  queue->entries.erase(queue->entries.begin());
  added.removed.push_back(queue->current->id);
  std::erase_if(added.put, [&](const QueueEntry& entry) { return entry.item == queue->current; });
  std::erase(added.placed, queue->current);
  added.current_changed = true;
  added.queue = std::move(queue);
  effects.push_back(std::move(added));
  return effects;
}

Outcome decide_on(const Situation& situation, const AddToQueue& command) {
  Change change(situation, QueueAction::added);
  if (change.queue().entries.size() + command.items.size() > most_queued) return reject(Rejection::queue_full);
  const auto place = place_before(change.queue(), command.before);
  if (!place) return reject(Rejection::no_such_item);
  std::vector<QueueItemPtr> items;
  for (QueueItem item : command.items) {
    item.added_by = person_of(*situation.seat);
    items.push_back(std::make_shared<const QueueItem>(std::move(item)));
  }
  change.place(*place, items);
  if (situation.party.playback.clip || items.empty()) return only(change);
  return loaded(situation, change.done());
}

Outcome decide_on(const Situation& situation, const MoveQueued& command) {
  Change change(situation, QueueAction::moved);
  const std::size_t from = place_of(change.queue(), command.item);
  if (from == change.queue().entries.size()) return reject(Rejection::no_such_item);
  if (command.before == command.item) return Effects{};
  const QueueItemPtr item = change.queue().entries[from].item;
  change.remove(from);
  const auto to = place_before(change.queue(), command.before);
  if (!to) return reject(Rejection::no_such_item);
  if (*to == from) return Effects{};
  change.place(*to, {item});
  return only(change);
}

Outcome decide_on(const Situation& situation, const RemoveQueued& command) {
  Change change(situation, QueueAction::removed);
  const std::size_t place = place_of(change.queue(), command.item);
  if (place == change.queue().entries.size()) return reject(Rejection::no_such_item);
  change.remove(place);
  return only(change);
}

Outcome decide_on(const Situation& situation, const ClearQueue&) {
  Change change(situation, QueueAction::cleared);
  if (change.queue().entries.empty()) return Effects{};
  change.clear();
  return only(change);
}

/// Where the host alone controls the film, the right to the queue does not go round that.
bool may_choose(const Situation& situation) {
  const bool host_alone = situation.party.settings.control_by == ControlPolicy::host;
  return !host_alone || situation.seat->role == Role::host;
}

Outcome decide_on(const Situation& situation, const PlayQueued& command) {
  if (!may_choose(situation)) return reject(Rejection::play_denied);
  const Queue& queue = queue_of(situation.party);
  if (!command.item) {
    // Whoever asks for the next one does not want the same again.
    const bool more = !queue.entries.empty();
    const QueueItemPtr next = more ? queue.entries.front().item : next_up(queue);
    return next ? Outcome{playing(situation, QueueAction::played, next)} : reject(Rejection::nothing_queued);
  }
  if (queue.current && queue.current->id == *command.item) {
    return playing(situation, QueueAction::played, queue.current);
  }
  const std::size_t place = place_of(queue, *command.item);
  if (place == queue.entries.size()) return reject(Rejection::no_such_item);
  return playing(situation, QueueAction::played, queue.entries[place].item);
}

Outcome decide_on(const Situation& situation, const ShuffleQueue& command) {
  Change change(situation, QueueAction::shuffled);
  if (change.queue().entries.size() < 2) return Effects{};
  shuffle(change.queue(), command.seed);
  change.put_all();
  return only(change);
}

Outcome decide_on(const Situation& situation, const SetLoop& command) {
  Change change(situation, QueueAction::loop);
  if (change.queue().loop == command.loop) return Effects{};
  change.queue().loop = command.loop;
  return only(change);
}

/// The clip plays, is at its end, and something comes after it.
bool clip_is_over(const Party& party, ServerTime now) {
  const auto end = end_of_clip(party);
  return end && *end <= now && next_up(queue_of(party));
}

/// Whoever votes wants something else: a loop of one does not hold them.
QueueItemPtr after_vote(const Queue& queue) {
  return queue.entries.empty() ? next_up(queue) : queue.entries.front().item;
}

/// The vote is carried, and something can be skipped to.
bool must_skip(const Party& party) {
  return skip_is_voted(party) && after_vote(queue_of(party));
}

bool votes_are_due(const Party& party, ServerTime now) {
  return party.skip_votes && party.skip_votes->changed && party.skip_votes->told_at + skip_votes_interval <= now;
}

/// A replay of the same clip is a seek to its beginning.
Effects advanced(const Situation& situation, QueueAction action, const QueueItemPtr& next) {
  Effects effects = playing(situation, action, next);
  if (next == queue_of(situation.party).current) effects.pop_back();
  return effects;
}

}  // namespace

Outcome decide(const Situation& situation, const ChangeQueue& command) {
  const RateWindow& window = situation.seat->queue_changes;
  const RateLimit& limit = situation.limits.queue_changes;
  if (window.room(limit, situation.now) == 0) return rate_limited(situation, window, limit);
  return std::visit([&](const auto& request) { return decide_on(situation, request); }, command.request);
}

Outcome decide(const Situation& situation, const VoteSkip& command) {
  const Party& party = situation.party;
  if (party.settings.vote_skip_percent == 0) return reject(Rejection::votes_off);
  if (situation.seat->connections == 0) return Effects{};
  const bool voted = party.skip_votes && party.skip_votes->users.contains(situation.actor);
  if (voted == command.skip) return Effects{};
  const RateWindow& window = situation.seat->queue_changes;
  const RateLimit& limit = situation.limits.queue_changes;
  if (window.room(limit, situation.now) == 0) return rate_limited(situation, window, limit);
  if (command.skip && !after_vote(queue_of(party))) return reject(Rejection::nothing_queued);
  return Effects{SkipVoted{situation.actor, command.skip, situation.now}};
}

void append_departure(Effects& effects, const Situation& situation, const std::optional<ClipId>& next, bool is_undo) {
  const QueueItemPtr played = queue_of(situation.party).current;
  if (!played || (is_undo && next == situation.party.playback.clip)) return;
  Change change(situation, is_undo ? QueueAction::returned : QueueAction::left);
  change.set_current(nullptr);
  const bool room = change.queue().entries.size() < most_queued;
  if (is_undo && room) {
    change.place(0, {played});
  } else if (room) {
    change.retire(played);
  }
  effects.push_back(change.done());
}

bool queue_is_due(const Party& party, ServerTime now) {
  return clip_is_over(party, now) || must_skip(party) || votes_are_due(party, now);
}

std::optional<ServerTime> next_of_queue(const Party& party, ServerTime now) {
  if (queue_is_due(party, now)) return now;
  std::optional<ServerTime> next;
  if (next_up(queue_of(party))) next = end_of_clip(party);
  if (party.skip_votes && party.skip_votes->changed) {
    const ServerTime told = party.skip_votes->told_at + skip_votes_interval;
    next = next ? std::min(*next, told) : told;
  }
  return next;
}

void review_queue(const Situation& situation, Effects& effects) {
  const Party& party = situation.party;
  if (party.connected == 0) return;
  const Queue& queue = queue_of(party);
  if (must_skip(party)) {
    effects = playing(situation, QueueAction::voted, after_vote(queue));
  } else if (clip_is_over(party, situation.now)) {
    effects = advanced(situation, QueueAction::advanced, next_up(queue));
  } else if (votes_are_due(party, situation.now)) {
    effects.push_back(SkipVotesTold{skip_votes_of(party), situation.now});
  }
}

}  // namespace matinee::party
