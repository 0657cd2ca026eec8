// Every label value of every metric, as closed sets: what a client sends can never become a label, so the number of
// time series is bounded. Reasons of errors and close codes are those of protocol/. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace matinee::metrics {

/// What a client asked for, over the socket or over HTTP.
enum class CommandKind : std::uint8_t {
  play,
  pause,
  seek,
  skip,
  set_rate,
  undo,
  ready_check,
  ready_check_cancel,
  ready,
  schedule_start,
  cancel_start,
  settings,
  ignore_wait,
  ask_control,
  sync_request,
  chat,
  edit_message,
  delete_message,
  report_message,
  mute,
  unmute,
  reaction,
  reactions,  ///< a batch in one command
  typing,
  report,
  time_sync,
  authenticate,  ///< a fresh token for an open connection
  join,
  leave,
  end,
  promote,
  demote,
  hand_over,
  kick,
  lift_kick,
  queue_add,
  queue_move,
  queue_remove,
  queue_clear,
  queue_play,
  queue_shuffle,
  queue_loop,
  vote_skip,
  invite_code,  ///< replaced by another
  invitation,   ///< another one made
  revoke_invitation,
  password,  ///< of a party, set or taken away
  admit,
  decline,
  withdraw,  ///< a wish to be let in
  reclaim,
  close,        ///< the server's operator ends the party
  unknown,      ///< not decodable far enough to name it
};
inline constexpr std::size_t command_kind_count = 53;

enum class CommandOutcome : std::uint8_t {
  accepted,
  ignored,       ///< silently, as the specification demands for viewers' playback commands
  unauthorized,  ///< answered with UNAUTHORIZED_COMMAND
  invalid,
  rate_limited,
  rejected,  ///< any other refusal by the party: ended, full, unknown target
  failed,    ///< storage or the server itself
};
inline constexpr std::size_t command_outcome_count = 7;

/// Where a measured drift came from.
enum class DriftSource : std::uint8_t { report, sync_request };
inline constexpr std::size_t drift_source_count = 2;

/// Why a party began to hold: a player ran dry, or has to load where the film is to go on.
enum class HoldReason : std::uint8_t { stalled, loading };
inline constexpr std::size_t hold_reason_count = 2;

/// What a rate limit or quota held back.
enum class RateLimitKind : std::uint8_t {
  create,
  join,
  clip,
  invitation,
  password,
  friend_request,
  listing,
  guest,
  chat,
  reaction,
  queue,
  playlist,
  connection,
  invalid_frame,
  privacy,  ///< exports and deletions of one's own data
};
inline constexpr std::size_t rate_limit_kind_count = 15;

/// Why a slow connection was given up: more waited for it than may, or it took nothing for too long.
enum class SlowConsumer : std::uint8_t { too_much_waiting, stalled };
inline constexpr std::size_t slow_consumer_count = 2;

/// The resource a request was routed to; its label is the path's template.
enum class Route : std::uint8_t {
  watch_parties,
  public_parties,
  friends_parties,
  history,
  watch_party,
  settings,
  join,
  participants,
  participant,
  kicks,
  messages,
  message,
  message_report,
  message_reports,
  mutes,
  reactions,
  feed,
  analytics,
  invite_code,
  invitations,
  invitation,
  password,
  join_request,
  join_requests,
  join_request_answer,
  reclaim,
  leave,
  end,
  ws_ticket,
  ws,
  session,
  session_guest,
  clips,
  clip,
  queue,
  queue_item,
  playlists,
  playlist,
  friends,
  friendship,
  block,
  me,
  me_export,
  admin_parties,
  admin_party,
  admin_party_events,
  admin_party_close,
  admin_connections,
  blocked_users,
  blocked_user,
  config,
  healthz,
  readyz,
  metrics,
  api_description,  ///< openapi.json, asyncapi.json
  media,
  page,  ///< the web application's files
  none,  ///< no route matched, or the request never got that far
};
inline constexpr std::size_t route_count = 58;

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
inline constexpr std::size_t method_count = 8;

std::string_view label(CommandKind kind);
std::string_view label(CommandOutcome outcome);
std::string_view label(DriftSource source);
std::string_view label(HoldReason reason);
std::string_view label(RateLimitKind kind);
std::string_view label(SlowConsumer reason);
std::string_view label(Route route);
std::string_view label(Method method);

/// The kind called `type` on the wire ("sync-request"); CommandKind::unknown for any other text.
CommandKind command_kind_from(std::string_view type);

/// "1xx" to "5xx"; "other" for anything that is no HTTP status.
std::string_view status_class_label(unsigned status);
inline constexpr std::size_t status_class_count = 6;

/// The method of an HTTP request line; Method::other for those the server doesn't serve.
Method method_from(std::string_view text);

}  // namespace matinee::metrics
