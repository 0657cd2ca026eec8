#include "party/queue.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

#include "party/party.hpp"
#include "party/queue_policy.hpp"

namespace matinee::party {
namespace {

/// Between the ranks of neighbours when there is room for all: 2^20 moves between the same two before ranks run out,
/// and 500 items stay far from the end of the type.
constexpr std::int64_t rank_step = std::int64_t{1} << 20;

/// A number below `bound`, each as likely as any other: those beyond the last whole multiple are drawn again.
std::uint64_t below(std::uint64_t bound, std::mt19937_64& random) {
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
  std::uint64_t drawn = random();
  while (drawn >= limit) drawn = random();
  return drawn % bound;
}

void rank_anew(Queue& queue) {
  std::int64_t rank = 0;
  for (QueueEntry& entry : queue.entries) entry.rank = rank += rank_step;
}

}  // namespace

std::string_view to_string(QueuePolicy policy) {
  return policy == QueuePolicy::everyone ? "everyone" : "hosts";
}

std::optional<QueuePolicy> queue_policy_from_string(std::string_view name) {
  for (const QueuePolicy policy : {QueuePolicy::hosts, QueuePolicy::everyone}) {
    if (name == to_string(policy)) return policy;
  }
  return std::nullopt;
}

std::string_view to_string(Loop loop) {
  switch (loop) {
    case Loop::off:
      return "off";
    case Loop::one:
      return "one";
    case Loop::all:
      return "all";
  }
  return "off";
}

std::optional<Loop> loop_from_string(std::string_view name) {
  for (const Loop loop : {Loop::off, Loop::one, Loop::all}) {
    if (name == to_string(loop)) return loop;
  }
  return std::nullopt;
}

const Queue& queue_of(const Party& party) {
  static const Queue empty;
  return party.queue ? *party.queue : empty;
}

std::size_t place_of(const Queue& queue, const QueueItemId& item) {
  const auto found = std::find_if(queue.entries.begin(), queue.entries.end(),
                                  [&](const QueueEntry& entry) { return entry.item->id == item; });
  return static_cast<std::size_t>(found - queue.entries.begin());
}

std::vector<QueueEntry> insert(Queue& queue, std::size_t place, const std::vector<QueueItemPtr>& items) {
  const auto count = static_cast<std::int64_t>(items.size());
  const bool at_end = place == queue.entries.size();
  const std::int64_t low = place == 0 ? 0 : queue.entries[place - 1].rank;
  const std::int64_t high = at_end ? low + rank_step * (count + 1) : queue.entries[place].rank;
  const std::int64_t step = (high - low) / (count + 1);
  std::vector<QueueEntry> placed;
  std::int64_t rank = low;
  for (const QueueItemPtr& item : items) placed.push_back({item, rank += step});
  queue.entries.insert(queue.entries.begin() + static_cast<std::ptrdiff_t>(place), placed.begin(), placed.end());
  constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max() / 2;
  if (step > 0 && high < highest) return placed;
  rank_anew(queue);
  return queue.entries;
}

void shuffle(Queue& queue, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::size_t left = queue.entries.size(); left > 1; --left) {
    std::swap(queue.entries[left - 1].item, queue.entries[below(left, random)].item);
  }
}

QueueItemPtr next_up(const Queue& queue) {
  if (queue.loop == Loop::one && queue.current) return queue.current;
  if (!queue.entries.empty()) return queue.entries.front().item;
  return queue.loop == Loop::all ? queue.current : nullptr;
}

std::optional<ServerTime> end_of_clip(const Party& party) {
  const Playback& playback = party.playback;
  if (!playback.playing || !playback.clip_length) return std::nullopt;
  const Millis left = std::max(*playback.clip_length - playback.position, Millis{0});
  return playback.at + Millis{std::llround(std::ceil(static_cast<double>(left.count()) / playback.rate))};
}

SkipVotesView skip_votes_of(const Party& party) {
  const std::size_t share = party.settings.vote_skip_percent;
  const std::size_t needed = std::max<std::size_t>((party.connected * share + 99) / 100, 1);
  return {party.skip_votes ? party.skip_votes->users.size() : 0, needed};
}

bool skip_is_voted(const Party& party) {
  if (!party.skip_votes || party.settings.vote_skip_percent == 0) return false;
  const SkipVotesView view = skip_votes_of(party);
  return view.votes >= view.needed;
}

}  // namespace matinee::party
