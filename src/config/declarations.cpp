// Every setting, declared once: name, place, allowed values, help. Defaults are the initialisers in settings.hpp;
// environment names follow from the names (Setting::environment_name).
#include <algorithm>
#include <concepts>

#include "config/codec.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Adds settings of one group of Settings under one heading.
template <class Group>
class Section {
 public:
  Section(std::string title, Group Settings::*group, std::vector<Setting>& settings)
      : title_(std::move(title)), group_(group), settings_(settings) {}

  template <class T>
  Setting& add(std::string name, T Group::*member, Codec<T> codec, std::string help) {
    const auto assign = [group = group_, member, parse = std::move(codec.parse)](Settings& settings,
                                                                                 std::string_view text) {
      auto value = parse(text);
      if (value) settings.*group.*member = *std::move(value);
      return value.has_value();
    };
    const auto to_toml = [group = group_, member, format = std::move(codec.to_toml)](const Settings& settings) {
      return format(settings.*group.*member);
    };
    return settings_.emplace_back(Setting{.name = std::move(name),
                                          .section = title_,
                                          .help = std::move(help),
                                          .form = codec.form,
                                          .expected = std::move(codec.expected),
                                          .assign = assign,
                                          .to_toml = to_toml});
  }

 private:
  std::string title_;
  Group Settings::*group_;
  std::vector<Setting>& settings_;
};

void declare_server(std::vector<Setting>& settings) {
  using Server = Settings::Server;
  Section server("Server", &Settings::server, settings);
  server.add("listen", &Server::listen, host_port(), "Address and port to listen on; port 0 takes a free one.");
  server.add("data", &Server::data, path("a directory"),
             "Directory for everything the server keeps; made if it doesn't exist.");
  server
      .add(
          "database", &Server::database, database_url(),
          "Where parties are stored; empty means matinee.db inside the data directory. A flag is visible to every user "
          "of the machine: give a password in the environment, or in a file named by the URL's passfile parameter.")
      .is_secret = has_password;
  server.add("media-dir", &Server::media_dir, path("a directory, or empty"),
             "Directory whose files are served under /media/; empty serves none.");
  server.add("threads", &Server::threads, whole_number(0, 256), "Threads that serve clients; 0 means one per core.");
  server.add("io-uring", &Server::io_uring,
             choice<IoUring>({{"auto", IoUring::automatic}, {"on", IoUring::on}, {"off", IoUring::off}}),
             "Send to many clients at once through the kernel's io_uring: where it works, only so, or never.");
  server.add("report-unauthorized-playback", &Server::report_unauthorized_playback, toggle(),
             "Answer a viewer's playback command with the error UNAUTHORIZED_COMMAND instead of silence.");
}

void declare_cluster(std::vector<Setting>& settings) {
  using Cluster = Settings::Cluster;
  Section cluster("Cluster", &Settings::cluster, settings);
  cluster
      .add("nats", &Cluster::nats, nats_urls(),
           "NATS servers through which several servers on one PostgreSQL database work as one; empty: this server is "
           "alone.")
      .is_secret = has_password;
  cluster.add("cluster-lease", &Cluster::lease, duration(Millis{500}, minutes{1}),
              "A server that the database has not heard of for this long is taken to be gone, and others take over its "
              "parties.");
  cluster.add("drain-time", &Cluster::drain, duration(Millis{0}, minutes{10}),
              "In a cluster, a server that stops sends its clients to the others spread over this time.");
}

void declare_network(std::vector<Setting>& settings) {
  using Network = Settings::Network;
  Section network("Network", &Settings::network, settings);
  network.add("public-url", &Network::public_url, public_url(),
              "URL under which clients reach the server, for the addresses it hands out; empty derives it from each "
              "request.");
  network.add("allowed-origins", &Network::allowed_origins, origins(),
              "Origins of web pages, besides the server's own, that may use it; * lets in any page that brings its own "
              "token, though none that relies on the session cookie.");
  network.add("trusted-proxies", &Network::trusted_proxies, address_ranges(),
              "Addresses of reverse proxies whose X-Forwarded-For, -Proto and -Host headers are believed.");
  network.add("tls-certificate", &Network::tls_certificate, path("a PEM file, or empty"),
              "Certificate chain for native TLS; read again on SIGHUP.");
  network.add("tls-key", &Network::tls_key, path("a PEM file, or empty"), "Private key of the certificate.");
}

void declare_auth(std::vector<Setting>& settings) {
  using Auth = Settings::Auth;
  Section auth("Authentication", &Settings::auth, settings);
  auth.add("jwt-secret", &Auth::jwt_secret, secret(),
           "Key of HS256 tokens. A flag is visible to every user of the machine: prefer jwt-secret-file.")
      .is_secret = [](std::string_view text) { return !text.empty(); };
  auth.add("jwt-secret-file", &Auth::jwt_secret_file, path("a file, or empty"),
           "File with the key of HS256 tokens; a line break at its end is not part of the key.");
  auth.add("jwt-public-key-file", &Auth::jwt_public_key_file, path("a PEM or JWK set file, or empty"),
           "Public key, or set of keys, of RS256 and ES256 tokens.");
  auth.add("jwt-issuer", &Auth::jwt_issuer, text("a text"), "Issuer (iss) that tokens must name; empty accepts any.");
  auth.add("jwt-audience", &Auth::jwt_audience, text("a text"),
           "Audience (aud) that tokens must name; empty accepts any.");
  auth.add(
      "admin-users", &Auth::admin_users, user_ids(),
      "Users who operate this server: they see every party and who is connected, may close parties and block users. "
      "Whoever can read the data directory can do so too, with matinee admin.");
  auth.add("guests", &Auth::guests, toggle(), "Admit guests, who only choose a name.");
  auth.add("guest-token-ttl", &Auth::guest_token_ttl, duration(minutes{1}, days{365}),
           "How long a guest stays signed in.");
  auth.add("ticket-ttl", &Auth::ticket_ttl, duration(seconds{1}, minutes{10}),
           "How long a one-time socket ticket is valid.");
}

void declare_logging(std::vector<Setting>& settings) {
  using Logging = Settings::Logging;
  Section logging("Logging", &Settings::logging, settings);
  logging.add(
      "log-level", &Logging::level,
      choice<LogLevel>(
          {{"error", LogLevel::error}, {"warn", LogLevel::warn}, {"info", LogLevel::info}, {"debug", LogLevel::debug}}),
      "How much is logged.");
  logging.add("log-format", &Logging::format, choice<LogFormat>({{"text", LogFormat::text}, {"json", LogFormat::json}}),
              "Lines for people, or one JSON object a line.");
}

void declare_rates(std::vector<Setting>& settings) {
  using Limits = Settings::Limits;
  Section rates("Rates", &Settings::limits, settings);
  const auto rate = whole_number(1, 1'000'000);
  rates.add("creates-per-hour", &Limits::creates_per_hour, rate, "Parties a user may create in a rolling hour.");
  rates.add("joins-per-hour", &Limits::joins_per_hour, rate, "Parties a user may join in a rolling hour.");
  rates.add("invitations-per-hour", &Limits::invitations_per_hour, rate,
            "Invitations a user may make in a rolling hour.");
  rates.add("password-attempts-per-hour", &Limits::password_attempts_per_hour, rate,
            "Passwords of parties a user may try in a rolling hour.");
  rates.add("passwords-per-hour-per-address", &Limits::passwords_per_hour_per_address, rate,
            "Passwords of parties that may be tried or set from one network address in a rolling hour.");
  rates.add("clips-per-hour", &Limits::clips_per_hour, rate, "Clips a user may add in a rolling hour.");
  rates.add("playlist-changes-per-hour", &Limits::playlist_changes_per_hour, rate,
            "Playlists a user may create or change in a rolling hour.");
  rates.add("queue-changes-per-minute", &Limits::queue_changes_per_minute, rate,
            "Changes of a party's queue and votes to skip that a user may make in a rolling minute.");
  rates.add("friend-requests-per-hour", &Limits::friend_requests_per_hour, rate,
            "Friend requests and blocks of a user in a rolling hour.");
  rates.add("data-requests-per-hour", &Limits::data_requests_per_hour, rate,
            "Exports and deletions of their own data a user may ask for in a rolling hour.");
  rates.add("listings-per-minute", &Limits::listings_per_minute, rate,
            "Lists of parties and friends a user, or a network address without one, may ask for in a rolling minute.");
  rates.add("chats-per-minute", &Limits::chats_per_minute, rate,
            "Chat messages a user may send to a party in a rolling minute.");
  rates.add("reactions-per-minute", &Limits::reactions_per_minute, rate,
            "Reactions a user may send to a party in a rolling minute.");
  rates.add("guests-per-hour-per-address", &Limits::guests_per_hour_per_address, rate,
            "Guests admitted from one network address in a rolling hour.");
  rates.add("invalid-frames-limit", &Limits::invalid_frames_limit, rate,
            "Invalid messages on one connection in a rolling minute before it is closed for good.");
}

void declare_limits(std::vector<Setting>& settings) {
  using Limits = Settings::Limits;
  Section limits("Limits", &Settings::limits, settings);
  limits.add("max-participants", &Limits::max_participants, whole_number(2, 100'000),
             "Most participants a party may be created for.");
  limits.add("default-max-participants", &Limits::default_max_participants, whole_number(2, 100'000),
             "Participants of a party whose creator doesn't say how many.");
  limits.add("waiting-room-size", &Limits::waiting_room_size, whole_number(1, 10'000),
             "People who may wait to be let into a party.");
  limits.add("crowd-size", &Limits::crowd_size, whole_number(2, 1'000'000),
             "Connections of a party above which arrivals, departures and reactions are told as counts, and typing not "
             "at all.");
  limits.add("roster-page", &Limits::roster_page, whole_number(1, 10'000),
             "Participants listed in the answer to a sync-request; the others are read page by page.");
  limits.add("connections-per-user", &Limits::connections_per_user, whole_number(1, 10'000),
             "Open sockets of one user in one party.");
  limits.add("connections-per-user-total", &Limits::connections_per_user_total, whole_number(1, 1'000'000),
             "Open sockets of one user in all parties together.");
  limits.add("connections-per-address", &Limits::connections_per_address, whole_number(1, 10'000'000),
             "Open connections from one network address; behind a trusted proxy, open sockets of one client address.");
  limits.add("connections-total", &Limits::connections_total, whole_number(1, 10'000'000), "Open connections in all.");
  limits.add("status-broadcast-max", &Limits::status_broadcast_max, whole_number(0, 100'000),
             "Connected participants of a party up to which they are told whose player buffers or is ready; 0 tells "
             "nobody.");
  limits.add("accepts-per-second", &Limits::accepts_per_second, whole_number(1, 1'000'000),
             "Connections accepted in a second; when more come at once, the others wait their turn.");
  limits.add("memory-limit-mib", &Limits::memory_limit_mib, whole_number(0, 16'777'216),
             "Resident memory, in MiB, above which new connections are refused; 0 sets no limit.");
  limits.add("message-bytes", &Limits::message_bytes, whole_number(1'024, 1'048'576),
             "Largest message a client may send over a socket, in bytes.");
  limits.add("header-bytes", &Limits::header_bytes, whole_number(1'024, 1'048'576),
             "Largest head of an HTTP request, in bytes.");
  limits.add("body-bytes", &Limits::body_bytes, whole_number(1'024, 16'777'216),
             "Largest body of an HTTP request, in bytes.");
  limits.add(
      "outbox-soft-bytes", &Limits::outbox_soft_bytes, whole_number(4'096, 1'073'741'824),
      "Bytes waiting for a slow connection above which what soon passes, like reactions, is dropped; older states "
      "of the film give way in any case.");
  limits.add("outbox-hard-bytes", &Limits::outbox_hard_bytes, whole_number(4'096, 1'073'741'824),
             "Bytes waiting for a slow connection above which it is closed, to reconnect.");
  limits.add("commands-in-flight", &Limits::commands_in_flight, whole_number(1, 10'000),
             "Commands of one connection being worked on before the server stops reading from it.");
}

void declare_timeouts(std::vector<Setting>& settings) {
  using Timeouts = Settings::Timeouts;
  Section timeouts("Timeouts", &Settings::timeouts, settings);
  const auto seconds_to_minutes = duration(Millis{100}, minutes{10});
  timeouts.add("request-timeout", &Timeouts::request, seconds_to_minutes,
               "Time for an HTTP request to arrive in full.");
  timeouts.add("idle-timeout", &Timeouts::idle, duration(Millis{100}, hours{1}),
               "Time an HTTP connection may stay open without a request.");
  timeouts.add("ping-interval", &Timeouts::ping_interval, seconds_to_minutes, "Time between pings on a quiet socket.");
  timeouts.add("pong-timeout", &Timeouts::pong, seconds_to_minutes,
               "Time for a ping's answer before a socket counts as dead.");
  timeouts.add("outbox-stall-timeout", &Timeouts::outbox_stall, seconds_to_minutes,
               "Time a connection may take nothing of what waits for it.");
  timeouts.add("start-lead-min", &Timeouts::start_lead_min, duration(Millis{0}, std::chrono::seconds{5}),
               "Shortest time ahead for which a start is scheduled, once clients report round trips.");
  timeouts.add("start-lead-max", &Timeouts::start_lead_max, duration(Millis{0}, std::chrono::seconds{10}),
               "Longest such time, however slow a client's link is.");
  timeouts.add("seek-lead", &Timeouts::seek_lead, duration(Millis{0}, std::chrono::seconds{10}),
               "Further time ahead where a film goes on after a seek or an undo, for players to find the position.");
  timeouts.add("waiting-stalled-max", &Timeouts::waiting_stalled_max, seconds_to_minutes,
               "Time a party waits for a player that ran dry, where its host chose to wait.");
  timeouts.add("waiting-loading-max", &Timeouts::waiting_loading_max, seconds_to_minutes,
               "Time a party waits for players that load, after a skip or a seek or before a start; also the longest "
               "it stands at a stretch.");
  timeouts.add("waiting-budget", &Timeouts::waiting_budget, duration(Millis{100}, hours{1}),
               "Time a party waits for one participant in all, until the next clip.");
  timeouts.add("ready-check-max", &Timeouts::ready_check_max, seconds_to_minutes,
               "Time everyone has to answer a ready check.");
  timeouts.add("presence-grace", &Timeouts::presence_grace, duration(Millis{0}, minutes{5}),
               "Time after which a dropped socket is told to others as a departure.");
  timeouts.add("crowd-interval", &Timeouts::crowd_interval, duration(Millis{50}, std::chrono::seconds{10}),
               "Time between such counts in a party of many.");
  timeouts.add("join-request-timeout", &Timeouts::join_request, duration(seconds{1}, days{7}),
               "Time somebody may wait to be let into a party, and for which a refusal holds.");
  timeouts.add("empty-party-timeout", &Timeouts::empty_party, duration(seconds{1}, days{365}),
               "Time after which a party with nobody connected ends.");
  timeouts.add("shutdown-timeout", &Timeouts::shutdown, seconds_to_minutes,
               "Time for open work to finish when the server is told to stop.");
  timeouts.add("storage-timeout", &Timeouts::storage, seconds_to_minutes,
               "Time for a change to be stored before it is reported as failed.");
}

void declare_retention(std::vector<Setting>& settings) {
  using Retention = Settings::Retention;
  Section retention("Retention", &Settings::retention, settings);
  const auto time = duration(Millis{0}, days{3'650});
  retention.add("keep-chat", &Retention::chat, time,
                "Time a message is kept after it was written, and a report of one; 0s keeps it as long as its party.");
  retention.add(
      "keep-events", &Retention::events, time,
      "Time that what happened beside the chat is kept after a party ended: reactions along the film, reports, "
      "kicks and mutes; 0s keeps it as long as its party.");
  retention.add("keep-finished-parties", &Retention::finished_parties, time,
                "Time a party is kept after it ended, with all there is of it and its place in everyone's history; 0s "
                "keeps it.");
  retention.add(
      "keep-guest-data", &Retention::guests, time,
      "Time after the end of a party until its guests are forgotten: their messages become deleted ones, their "
      "names and places in it go; likewise what guests kept elsewhere. 0s keeps it.");
}

}  // namespace

std::string Setting::environment_name() const {
  std::string variable = "MATINEE_" + name;
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char c) { return static_cast<char>(c == '-' ? '_' : std::toupper(c)); });
  return variable;
}

std::string Setting::default_text() const {
  const std::string value = to_toml(Settings{});
  if (value == "[]") return "";
  return value.front() == '"' ? value.substr(1, value.size() - 2) : value;
}

const std::vector<Setting>& declared_settings() {
  static const std::vector<Setting> settings = [] {
    std::vector<Setting> all;
    declare_server(all);
    declare_cluster(all);
    declare_network(all);
    declare_auth(all);
    declare_logging(all);
    declare_rates(all);
    declare_limits(all);
    declare_timeouts(all);
    declare_retention(all);
    return all;
  }();
  return settings;
}

const Setting* find_setting(std::string_view name) {
  const auto& settings = declared_settings();
  const auto found =
      std::find_if(settings.begin(), settings.end(), [name](const Setting& setting) { return setting.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

}  // namespace matinee::config
