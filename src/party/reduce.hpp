// The domain in one function: what a command by an actor at an instant does to a party. Pure: no clock, no I/O, no log.
#pragma once

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "party/command.hpp"
#include "party/effect.hpp"
#include "party/party.hpp"

namespace matinee::party {

/// Why a command was turned down. What is done with a rejection (an HTTP status, an error event, silence) is the
/// caller's business.
enum class Rejection : std::uint8_t {
  not_participant,    ///< no seat in this party
  not_invited,        ///< joining by id a party that is not public
  kicked,             ///< kicked, and the kick stands
  party_locked,       ///< no seat, and the host lets nobody new in
  playback_denied,    ///< a playback command of who may not: silence, by the specification
  management_denied,  ///< needs the host
  moderation_denied,  ///< needs the host or a co-host
  party_ended,
  seats_full,        ///< no seat left, or the distinct connected users reached the limit
  connections_full,  ///< too many sockets of one user
  rate_limited,
  unknown_target,   ///< the named user has no seat (or no kick)
  invalid_target,   ///< e.g. the host kicking or demoting themselves
  nothing_to_play,  ///< a start, and no clip to start
  already_going,    ///< a start of a film that plays, or holds
  bad_start_time,   ///< a start too soon, too far ahead, or in the past
  nothing_to_undo,  ///< no seek or skip since the party is in memory
  muted,            ///< may not speak; see retry_after, zero where the mute has no end
  chat_closed,      ///< only host and co-hosts write here
  slow_mode,        ///< wrote a moment ago; see retry_after
  unknown_message,  ///< not there, or deleted
  not_author,       ///< somebody else's message
  own_message,      ///< nobody reports themselves
  outranked,        ///< somebody who runs the party as much as the actor does
  too_old,          ///< a message from too long ago to edit
  queue_denied,     ///< the party's setting lets only host and co-hosts change the queue
  play_denied,      ///< the host alone chooses what plays
  queue_full,
  no_such_item,    ///< not in the queue (any more)
  nothing_queued,  ///< nothing to go on to
  votes_off,       ///< the party does not skip by vote
  invitation_invalid,    ///< used up, expired, revoked, or never there
  too_many_invitations,  ///< as many as a party may have still let people in
  no_such_invitation,    ///< to revoke
  password_required,
  wrong_password,
  join_declined,      ///< sent away from the waiting room a short time ago; see retry_after
  waiting_room_full,  ///< as many wait as may
  no_join_request,    ///< the named user does not wait
  no_claim,           ///< the role of the host was never theirs, or they gave it away
};

struct Rejected {
  Rejection reason = Rejection::not_participant;
  Millis retry_after{0};  ///< for rate_limited, muted and slow_mode
};

/// The effects of an accepted command, in order. May be empty: accepted, and nothing changed.
using Outcome = Result<std::vector<Effect>, Rejected>;

/// The user who gives the command; the server's own commands have an empty user.
using Actor = UserId;

/// Decides. The role is read from the state as it is now. Does not change `party`: apply() does.
Outcome reduce(const Party& party, const Command& command, const Actor& actor, ServerTime now, const Limits& limits);

/// When the server has to give Review next, if ever: at once (`now` or earlier), when somebody's time is over, when a
/// start is due. Between two commands it does not change. Costs little, however large the party is.
std::optional<ServerTime> next_review(const Party& party, ServerTime now, const Limits& limits);

}  // namespace matinee::party
