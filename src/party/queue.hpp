// Queue: what a party plays next. A value that is never changed in place: a party and everything that tells of it share
// one, and a change makes the next. Pure; what may be asked of it is in queue_command.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/roster.hpp"

namespace matinee::party {

struct Party;

/// Items a queue may hold, apart from the one that plays.
inline constexpr std::size_t most_queued = 500;
/// Items one command may add.
inline constexpr std::size_t most_added = 500;

/// What becomes of a clip that came to its end.
enum class Loop : std::uint8_t {
  off,  ///< it leaves the queue
  one,  ///< it plays again
  all,  ///< it goes to the end of the queue
};
/// "off", "one", "all".
std::string_view to_string(Loop loop);
std::optional<Loop> loop_from_string(std::string_view name);

/// A clip somebody wants to see. Immutable, shared.
struct QueueItem {
  QueueItemId id;
  ClipId clip;
  std::optional<std::string> title;  ///< 1-200 code points; none where neither catalogue nor client said it
  std::optional<Millis> length;
  Person added_by;

  friend bool operator==(const QueueItem&, const QueueItem&) = default;
};
using QueueItemPtr = std::shared_ptr<const QueueItem>;

/// An item in its place. Ranks grow along the queue and leave room between them, so that a move writes one row.
struct QueueEntry {
  QueueItemPtr item;
  std::int64_t rank = 0;
};

struct Queue {
  std::vector<QueueEntry> entries;  ///< what is to come, in order; at most most_queued
  QueueItemPtr current;             ///< the item that plays; null where what plays came from elsewhere
  Loop loop = Loop::off;
  std::uint64_t revision = 0;  ///< counts changes of the queue
};
using QueuePtr = std::shared_ptr<const Queue>;

/// The votes to skip what plays. In memory only: a restart forgets them.
struct SkipVotes {
  std::set<UserId> users;  ///< all of them connected
  ServerTime told_at{};
  bool changed = false;  ///< since they were last told
};

/// How a vote stands.
struct SkipVotesView {
  std::size_t votes = 0;
  std::size_t needed = 0;
  friend bool operator==(const SkipVotesView&, const SkipVotesView&) = default;
};

/// Votes are told at most this often: a large party may all vote at once.
inline constexpr Millis skip_votes_interval{250};

/// The party's queue; an empty one where it has none.
const Queue& queue_of(const Party& party);

/// The item's place in `entries`; entries.size() where it is not there.
std::size_t place_of(const Queue& queue, const QueueItemId& item);

/// Puts `items` in front of the place, with ranks between their neighbours'. Ranks that no longer fit are all made
/// anew. The entries whose rank is new, the items included.
std::vector<QueueEntry> insert(Queue& queue, std::size_t place, const std::vector<QueueItemPtr>& items);

/// A fair order of the entries (every one as likely as any other), the same for the same seed.
void shuffle(Queue& queue, std::uint64_t seed);

/// What plays after the clip of now, if anything does: the item again, the first of the queue, or, alone in a loop of
/// all, the item again.
QueueItemPtr next_up(const Queue& queue);

/// When the clip that plays comes to its end; nothing where it does not play or its length is not known.
std::optional<ServerTime> end_of_clip(const Party& party);

/// Votes needed to skip: the party's share of the connected, rounded up, at least one.
SkipVotesView skip_votes_of(const Party& party);
/// Whether those who want to skip are enough, and there is something to skip to.
bool skip_is_voted(const Party& party);

}  // namespace matinee::party
