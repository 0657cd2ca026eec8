#include "engine/refusals.hpp"

#include <fmt/format.h>

namespace matinee::engine {

using party::Rejection;
using protocol::ErrorCode;
using protocol::Refusal;

namespace {

double seconds(Millis ms) {
  return static_cast<double>(ms.count()) / 1000.0;
}

}  // namespace

Refusal refusal_for(const party::Rejected& rejected, const party::Limits& limits) {
  switch (rejected.reason) {
    case Rejection::not_participant:
      return {ErrorCode::not_participant, "you are not a participant of this party; join it first", Millis{0}};
    case Rejection::not_invited:
      return {ErrorCode::forbidden, "only public parties can be joined by id; use the invite code", Millis{0}};
    case Rejection::kicked:
      return {ErrorCode::kicked, "the host removed you from this party", Millis{0}};
    case Rejection::party_locked:
      return {ErrorCode::forbidden, "the host has locked this party; nobody new is let in", Millis{0}};
    case Rejection::playback_denied:
      return {ErrorCode::unauthorized_command, "the host has not given you control of playback", Millis{0}};
    case Rejection::management_denied:
      return {ErrorCode::unauthorized_command, "only the host may do this", Millis{0}};
    case Rejection::party_ended:
      return {ErrorCode::party_ended, "this party has ended", Millis{0}};
    case Rejection::seats_full:
      return {ErrorCode::participant_limit, "this party has as many participants as it may have", Millis{0}};
    case Rejection::connections_full:
      return {ErrorCode::connection_limit,
              fmt::format("you have {} connections to this party open, the most one participant may have",
                          limits.connections_per_user),
              Millis{0}};
    case Rejection::rate_limited:
      return {ErrorCode::rate_limited,
              fmt::format("you are doing this too often; try again in {:.1f} s", seconds(rejected.retry_after)),
              rejected.retry_after};
    case Rejection::unknown_target:
      return {ErrorCode::not_found, "the named user has no place in this party", Millis{0}};
    case Rejection::nothing_to_play:
      return {ErrorCode::conflict, "there is no clip to start; choose one with skip first", Millis{0}};
    case Rejection::already_going:
      return {ErrorCode::conflict, "the film plays already, or is about to; pause it first", Millis{0}};
    case Rejection::bad_start_time:
      return {ErrorCode::invalid_command,
              fmt::format("a start must lie {} ms to {} ms ahead of the server's time", party::soonest_start.count(),
                          party::farthest_start.count()),
              Millis{0}};
    case Rejection::nothing_to_undo:
      return {ErrorCode::conflict, "there is no seek or skip to take back", Millis{0}};
    case Rejection::moderation_denied:
      return {ErrorCode::unauthorized_command, "only the host and co-hosts may do this", Millis{0}};
    case Rejection::muted:
      return {ErrorCode::muted,
              rejected.retry_after > Millis{0}
                  ? fmt::format("you are muted in this party for another {:.1f} s", seconds(rejected.retry_after))
                  : "you are muted in this party until its host or a co-host lifts it",
              rejected.retry_after};
    case Rejection::chat_closed:
      return {ErrorCode::forbidden, "only the host and co-hosts write in this party", Millis{0}};
    case Rejection::slow_mode:
      return {ErrorCode::rate_limited,
              fmt::format("this party is in slow mode; you may write again in {:.1f} s", seconds(rejected.retry_after)),
              rejected.retry_after};
    case Rejection::unknown_message:
      return {ErrorCode::not_found, "there is no such message, or it was deleted", Millis{0}};
    case Rejection::not_author:
      return {ErrorCode::forbidden, "this is somebody else's message", Millis{0}};
    case Rejection::own_message:
      return {ErrorCode::conflict, "this is your own message; delete it instead", Millis{0}};
    case Rejection::outranked:
      return {ErrorCode::forbidden, "only the host mutes co-hosts, and nobody mutes the host or themselves", Millis{0}};
    case Rejection::too_old:
      return {ErrorCode::conflict,
              fmt::format("a message can be edited for {} h after it was written; it can still be deleted",
                          std::chrono::duration_cast<std::chrono::hours>(limits.message_edit_window).count()),
              Millis{0}};
    case Rejection::queue_denied:
      return {ErrorCode::unauthorized_command, "only the host and co-hosts may change the queue of this party",
              Millis{0}};
    case Rejection::play_denied:
      return {ErrorCode::unauthorized_command, "in this party only the host chooses what plays", Millis{0}};
    case Rejection::queue_full:
      return {ErrorCode::conflict, fmt::format("a queue has room for {} clips; remove some first", party::most_queued),
              Millis{0}};
    case Rejection::no_such_item:
      return {ErrorCode::not_found, "this clip is not in the queue; it may have been played or removed", Millis{0}};
    case Rejection::nothing_queued:
      return {ErrorCode::conflict, "nothing is queued that could be played next", Millis{0}};
    case Rejection::votes_off:
      return {ErrorCode::conflict, "this party does not skip by vote", Millis{0}};
    case Rejection::invitation_invalid:
      return {ErrorCode::invitation_invalid,
              "this invitation lets nobody in any more: it was used up, expired or revoked; ask for another", Millis{0}};
    case Rejection::too_many_invitations:
      return {ErrorCode::conflict,
              fmt::format("a party has room for {} invitations; revoke some first", party::most_invitations),
              Millis{0}};
    case Rejection::no_such_invitation:
      return {ErrorCode::not_found, "there is no such invitation", Millis{0}};
    case Rejection::password_required:
      return {ErrorCode::password_required, "this party has a password; send it as \"password\"", Millis{0}};
    case Rejection::wrong_password:
      return {ErrorCode::wrong_password, "this is not the party's password", Millis{0}};
    case Rejection::join_declined:
      return {ErrorCode::join_declined, "the host did not let you in", rejected.retry_after};
    case Rejection::waiting_room_full:
      return {ErrorCode::participant_limit, "the waiting room is full; try again in a while", Millis{30'000}};
    case Rejection::no_join_request:
      return {ErrorCode::not_found, "nobody of this name waits to be let in", Millis{0}};
    case Rejection::no_claim:
      return {ErrorCode::unauthorized_command,
              "only who created the party, and did not hand it over, may take the role of the host back", Millis{0}};
    case Rejection::invalid_target:
      return {ErrorCode::conflict, "the host can't be demoted or removed; hand the party over first", Millis{0}};
  }
  return {};
}

Refusal refusal_for(const storage::StoreError& error) {
  if (error.kind == storage::StoreErrorKind::rate_limited) {
    return {ErrorCode::rate_limited,
            fmt::format("you have done this as often as you may for now; try again in {:.0f} s",
                        seconds(error.retry_after) + 0.5),
            error.retry_after};
  }
  return storage_unavailable();
}

Refusal storage_unavailable() {
  return {ErrorCode::storage_unavailable, "storage can't take or give this at the moment; nothing was changed",
          Millis{1'000}};
}

Refusal user_blocked() {
  return {ErrorCode::blocked, "the operator of this server has blocked you", Millis{0}};
}

Refusal party_not_found() {
  return {ErrorCode::not_found, "there is no such party", Millis{0}};
}

}  // namespace matinee::engine
