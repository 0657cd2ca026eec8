#include "app/options.hpp"

#include <algorithm>

namespace matinee::app {
namespace {

using config::Settings;

constexpr Millis kBlockedUsersRefresh{30'000};

party::RateLimit per_hour(std::uint32_t events) {
  return {events, rate_window};
}
party::RateLimit per_minute(std::uint32_t events) {
  return {events, std::chrono::minutes{1}};
}

/// Proxies bring many clients over few addresses.
transport::AdmissionLimits admission_limits(const Settings& settings) {
  transport::AdmissionLimits limits;
  limits.total = settings.limits.connections_total;
  limits.per_address = settings.limits.connections_per_address;
  limits.is_exempt = [proxies = settings.network.trusted_proxies](std::string_view address) {
    return std::any_of(proxies.begin(), proxies.end(), [&](const auto& range) { return range.contains(address); });
  };
  return limits;
}

transport::IoUring io_uring(config::IoUring setting) {
  switch (setting) {
    case config::IoUring::automatic:
      return transport::IoUring::automatic;
    case config::IoUring::on:
      return transport::IoUring::on;
    case config::IoUring::off:
      return transport::IoUring::off;
  }
  return transport::IoUring::automatic;
}

transport::SessionOptions session_options(const Settings& settings) {
  const Settings::Limits& limits = settings.limits;
  const Settings::Timeouts& timeouts = settings.timeouts;
  transport::SessionOptions options;
  options.request = {limits.header_bytes, limits.body_bytes};
  options.outbox = {limits.outbox_soft_bytes, limits.outbox_hard_bytes};
  options.message_bytes = limits.message_bytes;
  options.request_timeout = timeouts.request;
  options.idle_timeout = timeouts.idle;
  options.answer_timeout = timeouts.storage;  // nothing else that an answer waits for can take long
  options.ping_interval = timeouts.ping_interval;
  options.pong_timeout = timeouts.pong;
  options.outbox_stall_timeout = timeouts.outbox_stall;
  return options;
}

}  // namespace

engine::Options engine_options(const Settings& settings) {
  const Settings::Limits& limits = settings.limits;
  engine::Options options;
  options.party.chats = per_minute(limits.chats_per_minute);
  options.party.reactions = per_minute(limits.reactions_per_minute);
  options.party.max_participants = limits.max_participants;
  options.party.connections_per_user = limits.connections_per_user;
  options.party.status_broadcast_max = limits.status_broadcast_max;
  options.connections_per_user_total = limits.connections_per_user_total;
  options.creates = per_hour(limits.creates_per_hour);
  options.joins = per_hour(limits.joins_per_hour);
  options.invitations = per_hour(limits.invitations_per_hour);
  options.password_attempts = per_hour(limits.password_attempts_per_hour);
  options.party.join_requests = limits.waiting_room_size;
  options.party.join_request_ttl = settings.timeouts.join_request;
  options.clips = per_hour(limits.clips_per_hour);
  options.playlist_changes = per_hour(limits.playlist_changes_per_hour);
  options.party.queue_changes = per_minute(limits.queue_changes_per_minute);
  options.data_requests = per_hour(limits.data_requests_per_hour);
  options.retention = {settings.retention.chat, settings.retention.events, settings.retention.finished_parties,
                       settings.retention.guests};
  options.friend_requests = per_hour(limits.friend_requests_per_hour);
  options.invalid_frames = per_minute(limits.invalid_frames_limit);
  options.commands_in_flight = limits.commands_in_flight;
  options.presence_grace = settings.timeouts.presence_grace;
  options.crowd_size = limits.crowd_size;
  options.crowd_interval = settings.timeouts.crowd_interval;
  options.roster_page = limits.roster_page;
  options.party.start_lead_min = settings.timeouts.start_lead_min;
  options.party.start_lead_max = std::max(settings.timeouts.start_lead_min, settings.timeouts.start_lead_max);
  options.party.waiting = {settings.timeouts.waiting_stalled_max, settings.timeouts.waiting_loading_max,
                           settings.timeouts.waiting_budget};
  options.party.ready_check_max = settings.timeouts.ready_check_max;
  options.party.seek_lead = settings.timeouts.seek_lead;
  // Other processes of a shared database block users too.
  if (!config::database_url(settings).starts_with("sqlite:")) options.blocked_users_refresh = kBlockedUsersRefresh;
  options.empty_party_timeout = settings.timeouts.empty_party;
  options.report_unauthorized_playback = settings.server.report_unauthorized_playback;
  return options;
}

transport::ServerOptions server_options(const Settings& settings) {
  transport::ServerOptions options;
  options.host = settings.server.listen.host;
  options.port = settings.server.listen.port;
  options.tls_certificate = settings.network.tls_certificate;
  options.tls_key = settings.network.tls_key;
  options.io_uring = io_uring(settings.server.io_uring);
  options.admission = admission_limits(settings);
  options.accepts_per_second = settings.limits.accepts_per_second;
  options.memory_limit_bytes = std::uint64_t{settings.limits.memory_limit_mib} * 1024 * 1024;
  options.session = session_options(settings);
  return options;
}

}  // namespace matinee::app
