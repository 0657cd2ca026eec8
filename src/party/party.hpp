// Party: the whole state of one watch party. A value; reduce() decides what may happen to it, apply() makes it happen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/admission.hpp"
#include "party/chat.hpp"
#include "party/hold_respite.hpp"
#include "party/playback.hpp"
#include "party/queue.hpp"
#include "party/readiness.hpp"
#include "party/ready_check.hpp"
#include "party/roster.hpp"
#include "party/settings.hpp"
#include "party/waiting.hpp"

namespace matinee::party {

enum class Visibility : std::uint8_t { private_, public_, friends };
std::string_view to_string(Visibility visibility);
std::optional<Visibility> visibility_from_string(std::string_view name);

enum class Status : std::uint8_t { active, ended };
std::string_view to_string(Status status);

/// What an undo goes back to: playback as it was before the last seek or skip.
struct Undoable {
  PlaybackChange change = PlaybackChange::seek;  ///< seek or skip
  Playback before;
};

/// The film starts by itself at that server time.
struct ScheduledStart {
  ServerTime at{};
  UserId by;

  friend bool operator==(const ScheduledStart&, const ScheduledStart&) = default;
};

/// The round trip that most participants of a large party did not exceed lately: see start_lead.hpp.
struct RoundTripOfMost {
  ServerTime measured_at{};
  std::optional<Millis> round_trip;  ///< nothing when nobody reported one

  friend bool operator==(const RoundTripOfMost&, const RoundTripOfMost&) = default;
};

/// Very many are in memory at once: what few of them have is Boxed, or behind a pointer that is null without it.
struct Party {
  PartyId id;
  std::string title;
  UserId host;  ///< the user in the role `host`; in an ended party, the last one
  std::optional<PlaylistId> playlist;
  Visibility visibility = Visibility::private_;
  std::string invite_code;
  std::size_t max_participants = 100;
  Status status = Status::active;
  bool host_is_creator = true;  ///< and did not give the role away before
  ServerTime created_at{};
  Settings settings;

  Playback playback;
  Boxed<ScheduledStart> scheduled_start;          ///< only while the film stands
  std::uint64_t epoch = 1;                        ///< changes when history was lost or the owner changed
  std::uint64_t revision = 0;                     ///< counts playback changes
  std::uint64_t version = 0;  ///< counts durable changes of any kind; every write is conditional on it

  ServerTime playback_changed_at{};  ///< when; what players said of an earlier moment is no drift. Not persisted
  Boxed<Undoable> undoable;          ///< not persisted
  HoldRespite hold_respite;          ///< not persisted

  Roster roster;
  std::set<UserId> kicked;
  Boxed<Admission> admission;  ///< only where there are invitations, a password, people waiting, or a claim
  ChatStatePtr chat;          ///< mutes; null while there are none
  std::size_t connected = 0;  ///< distinct users with an open socket; not persisted

  Readiness readiness;                     ///< not persisted
  Boxed<RoundTripOfMost> round_trip;       ///< only while there are very many seats; not persisted
  std::shared_ptr<const Waiting> waiting;  ///< what was last told of a hold; null while there is none; not persisted
  Boxed<ReadyCheck> ready_check;           ///< the open one; not persisted

  QueuePtr queue;               ///< null until something is queued
  Boxed<SkipVotes> skip_votes;  ///< only while somebody wants to skip; not persisted
};

/// The limits the domain enforces. Declared in configuration, passed in.
struct Limits {
  RateLimit chats{10, Millis{60'000}};
  RateLimit reactions{30, Millis{60'000}};
  RateLimit typing{60, Millis{60'000}};
  RateLimit message_changes{60, Millis{60'000}};  ///< edits, deletions and reports of messages
  Millis message_edit_window{86'400'000};         ///< how long after it was written a message may be edited
  RateLimit queue_changes{60, Millis{60'000}};
  RateLimit status{60, Millis{60'000}};           ///< changes of one player's status told to the others
  Millis start_lead_min{50};                      ///< how far ahead a start is scheduled, once round trips are known
  Millis start_lead_max{1000};
  Millis seek_lead{400};  ///< further ahead where players must find a position first
  WaitingLimits waiting;
  Millis ready_check_max{60'000};         ///< how long a ready check stays open
  std::size_t max_participants = 1000;    ///< the server's cap, whatever a party asked for
  std::size_t join_requests = 100;        ///< people waiting to be let into one party
  Millis join_request_ttl{3'600'000};     ///< how long one waits, and how long a refusal holds
  std::size_t connections_per_user = 10;  ///< open sockets of one user in one party
  std::size_t status_broadcast_max = 50;  ///< connected participants up to which they are told each other's status
};

/// Seats a party may fill: what it asked for, under the server's cap.
std::size_t seat_limit(const Party& party, const Limits& limits);

}  // namespace matinee::party
