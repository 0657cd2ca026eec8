#include "metrics/labels.hpp"

#include <array>

namespace matinee::metrics {
namespace {

// Each table is in the order of its enumerators.
constexpr std::array<std::string_view, command_kind_count> command_kinds{"play",
                                                                         "pause",
                                                                         "seek",
                                                                         "skip",
                                                                         "set-rate",
                                                                         "undo",
                                                                         "ready-check",
                                                                         "ready-check-cancel",
                                                                         "ready",
                                                                         "schedule-start",
                                                                         "cancel-start",
                                                                         "settings",
                                                                         "ignore-wait",
                                                                         "ask-control",
                                                                         "sync-request",
                                                                         "chat",
                                                                         "edit-message",
                                                                         "delete-message",
                                                                         "report-message",
                                                                         "mute",
                                                                         "unmute",
                                                                         "reaction",
                                                                         "reactions",
                                                                         "typing",
                                                                         "report",
                                                                         "time-sync",
                                                                         "authenticate",
                                                                         "join",
                                                                         "leave",
                                                                         "end",
                                                                         "promote",
                                                                         "demote",
                                                                         "hand-over",
                                                                         "kick",
                                                                         "lift-kick",
                                                                         "queue-add",
                                                                         "queue-move",
                                                                         "queue-remove",
                                                                         "queue-clear",
                                                                         "queue-play",
                                                                         "queue-shuffle",
                                                                         "queue-loop",
                                                                         "vote-skip",
                                                                         "invite-code",
                                                                         "invitation",
                                                                         "revoke-invitation",
                                                                         "password",
                                                                         "admit",
                                                                         "decline",
                                                                         "withdraw",
                                                                         "reclaim",
                                                                         "close",
                                                                         "unknown"};
constexpr std::array<std::string_view, command_outcome_count> command_outcomes{
    "accepted", "ignored", "unauthorized", "invalid", "rate_limited", "rejected", "failed"};
constexpr std::array<std::string_view, drift_source_count> drift_sources{"report", "sync_request"};
constexpr std::array<std::string_view, hold_reason_count> hold_reasons{"stalled", "loading"};
constexpr std::array<std::string_view, rate_limit_kind_count> rate_limit_kinds{
    "create", "join",     "clip",  "invitation", "password",   "friend_request", "listing", "guest",
    "chat",   "reaction", "queue", "playlist",   "connection", "invalid_frame",  "privacy"};
constexpr std::array<std::string_view, slow_consumer_count> slow_consumers{"too_much_waiting", "stalled"};
constexpr std::array<std::string_view, route_count> routes{"/api/v1/watch-parties",
                                                           "/api/v1/watch-parties/public",
                                                           "/api/v1/watch-parties/friends",
                                                           "/api/v1/watch-parties/history",
                                                           "/api/v1/watch-parties/:id",
                                                           "/api/v1/watch-parties/:id/settings",
                                                           "/api/v1/watch-parties/:code/join",
                                                           "/api/v1/watch-parties/:id/participants",
                                                           "/api/v1/watch-parties/:id/participants/:user_id",
                                                           "/api/v1/watch-parties/:id/kicks/:user_id",
                                                           "/api/v1/watch-parties/:id/messages",
                                                           "/api/v1/watch-parties/:id/messages/:message_id",
                                                           "/api/v1/watch-parties/:id/messages/:message_id/report",
                                                           "/api/v1/watch-parties/:id/message-reports",
                                                           "/api/v1/watch-parties/:id/mutes/:user_id",
                                                           "/api/v1/watch-parties/:id/reactions",
                                                           "/api/v1/watch-parties/:id/feed",
                                                           "/api/v1/watch-parties/:id/analytics",
                                                           "/api/v1/watch-parties/:id/invite-code",
                                                           "/api/v1/watch-parties/:id/invitations",
                                                           "/api/v1/watch-parties/:id/invitations/:invitation_id",
                                                           "/api/v1/watch-parties/:id/password",
                                                           "/api/v1/watch-parties/:id/join-request",
                                                           "/api/v1/watch-parties/:id/join-requests",
                                                           "/api/v1/watch-parties/:id/join-requests/:user_id",
                                                           "/api/v1/watch-parties/:id/reclaim",
                                                           "/api/v1/watch-parties/:id/leave",
                                                           "/api/v1/watch-parties/:id/end",
                                                           "/api/v1/watch-parties/:id/ws-ticket",
                                                           "/api/v1/watch-parties/:id/ws",
                                                           "/api/v1/session",
                                                           "/api/v1/session/guest",
                                                           "/api/v1/clips",
                                                           "/api/v1/clips/:id",
                                                           "/api/v1/watch-parties/:id/queue",
                                                           "/api/v1/watch-parties/:id/queue/:item_id",
                                                           "/api/v1/playlists",
                                                           "/api/v1/playlists/:id",
                                                           "/api/v1/friends",
                                                           "/api/v1/friends/:user_id",
                                                           "/api/v1/blocks/:user_id",
                                                           "/api/v1/me",
                                                           "/api/v1/me/export",
                                                           "/api/v1/admin/parties",
                                                           "/api/v1/admin/parties/:id",
                                                           "/api/v1/admin/parties/:id/events",
                                                           "/api/v1/admin/parties/:id/close",
                                                           "/api/v1/admin/connections",
                                                           "/api/v1/admin/blocked-users",
                                                           "/api/v1/admin/blocked-users/:user_id",
                                                           "/api/v1/config",
                                                           "/healthz",
                                                           "/readyz",
                                                           "/metrics",
                                                           "api-description",
                                                           "/media",
                                                           "page",
                                                           "none"};
constexpr std::array<std::string_view, method_count> methods{"GET",   "HEAD",   "POST",    "PUT",
                                                             "PATCH", "DELETE", "OPTIONS", "other"};
constexpr std::array<std::string_view, status_class_count> status_classes{"1xx", "2xx", "3xx", "4xx", "5xx", "other"};

static_assert(static_cast<std::size_t>(CommandKind::unknown) + 1 == command_kind_count);
static_assert(static_cast<std::size_t>(CommandOutcome::failed) + 1 == command_outcome_count);
static_assert(static_cast<std::size_t>(DriftSource::sync_request) + 1 == drift_source_count);
static_assert(static_cast<std::size_t>(HoldReason::loading) + 1 == hold_reason_count);
static_assert(static_cast<std::size_t>(RateLimitKind::privacy) + 1 == rate_limit_kind_count);
static_assert(static_cast<std::size_t>(Route::none) + 1 == route_count);
static_assert(static_cast<std::size_t>(Method::other) + 1 == method_count);

template <class Table, class Enum>
std::string_view at(const Table& table, Enum value) {
  return table.at(static_cast<std::size_t>(value));
}

/// The enumerator whose label is `text`; the last one, which stands for anything else, when there is none.
template <class Enum, class Table>
Enum find(const Table& table, std::string_view text) {
  std::size_t i = 0;
  while (i + 1 < table.size() && table[i] != text) ++i;
  return static_cast<Enum>(i);
}

}  // namespace

std::string_view label(CommandKind kind) {
  return at(command_kinds, kind);
}
std::string_view label(CommandOutcome outcome) {
  return at(command_outcomes, outcome);
}
std::string_view label(DriftSource source) {
  return at(drift_sources, source);
}
std::string_view label(HoldReason reason) {
  return at(hold_reasons, reason);
}
std::string_view label(RateLimitKind kind) {
  return at(rate_limit_kinds, kind);
}
std::string_view label(SlowConsumer reason) {
  return slow_consumers[static_cast<std::size_t>(reason)];
}
std::string_view label(Route route) {
  return at(routes, route);
}
std::string_view label(Method method) {
  return at(methods, method);
}

std::string_view status_class_label(unsigned status) {
  const unsigned hundreds = status / 100;
  return hundreds >= 1 && hundreds <= 5 ? status_classes[hundreds - 1] : status_classes.back();
}

CommandKind command_kind_from(std::string_view type) {
  return find<CommandKind>(command_kinds, type);
}

Method method_from(std::string_view text) {
  return find<Method>(methods, text);
}

}  // namespace matinee::metrics
