// Settings: every setting of the server as plain values, in the groups the documentation shows. Member initialisers are
// the defaults, and the only place where a default is written; names, ranges and help texts are in declarations.cpp.
// Plain data: filled by load() before any thread starts, read-only afterwards. Nothing here reads the environment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "config/address_range.hpp"

namespace matinee::config {

/// Where to listen. `host` is a name or an address without brackets; `port` 0 lets the kernel choose one.
struct HostPort {
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

/// How much is logged: a level includes those before it.
enum class LogLevel { error, warn, info, debug };

/// One line per event for people, or one JSON object per line for machines.
enum class LogFormat { text, json };

/// How broadcasts reach the kernel: through io_uring where it works, only so, or never.
enum class IoUring { automatic, on, off };

struct Settings {
  struct Server {
    HostPort listen{"127.0.0.1", 8080};
    /// Directory for everything the server keeps: the database and the guest key.
    std::filesystem::path data = "./data";
    /// "sqlite:PATH" or "postgresql://…", which may hold a password; empty means SQLite inside `data`: see
    /// database_url().
    std::string database;
    /// Directory whose files are served under /media/; empty serves none.
    std::filesystem::path media_dir;
    /// Shards, each one thread; 0 means one per core.
    std::uint32_t threads = 0;
    IoUring io_uring = IoUring::automatic;
    /// Answer a viewer's playback command with UNAUTHORIZED_COMMAND instead of silence.
    bool report_unauthorized_playback = false;
  } server;

  /// Several servers as one.
  struct Cluster {
    /// URLs of NATS, which may hold a password; empty: this server is alone.
    std::string nats;
    /// A server that can't renew its lease for so long is taken to be gone.
    Millis lease = std::chrono::seconds{2};
    /// When stopping, clients are sent to other servers over this time rather than all at once.
    Millis drain = std::chrono::seconds{2};
  } cluster;

  struct Network {
    /// Scheme, host and port under which clients reach the server, without a trailing slash; empty derives it from
    /// each request.
    std::string public_url;
    /// Origins ("https://example.org") besides the server's own that browsers may come from; "*" allows any.
    std::vector<std::string> allowed_origins;
    /// Peers whose X-Forwarded-* headers are believed.
    std::vector<AddressRange> trusted_proxies;
    /// PEM files; both set, or both empty for plain HTTP.
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
  } network;

  struct Auth {
    /// HS256 key; after load() also filled from jwt_secret_file. Secret: never logged, masked when printed.
    std::string jwt_secret;
    std::filesystem::path jwt_secret_file;
    /// PEM public key or JWK set, for RS256 and ES256.
    std::filesystem::path jwt_public_key_file;
    /// Required `iss` and `aud`; empty accepts any.
    std::string jwt_issuer;
    std::string jwt_audience;
    /// Ids of users who operate the server: what is under /api/v1/admin/ is open to their tokens.
    std::vector<std::string> admin_users;
    bool guests = false;
    Millis guest_token_ttl = std::chrono::hours{12};
    Millis ticket_ttl = std::chrono::seconds{30};
  } auth;

  struct Logging {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;
  } logging;

  struct Limits {
    // Requests and messages; "per" names a rolling window.
    std::uint32_t creates_per_hour = 10;
    std::uint32_t joins_per_hour = 30;
    std::uint32_t invitations_per_hour = 60;
    std::uint32_t password_attempts_per_hour = 20;
    std::uint32_t passwords_per_hour_per_address = 100;
    std::uint32_t clips_per_hour = 120;
    std::uint32_t playlist_changes_per_hour = 300;
    std::uint32_t queue_changes_per_minute = 60;
    std::uint32_t friend_requests_per_hour = 60;
    std::uint32_t data_requests_per_hour = 10;
    std::uint32_t listings_per_minute = 120;
    std::uint32_t chats_per_minute = 10;
    std::uint32_t reactions_per_minute = 30;
    std::uint32_t guests_per_hour_per_address = 60;
    // Seats in a party: the largest a client may ask for, and what it gets without asking.
    std::uint32_t max_participants = 1000;
    std::uint32_t default_max_participants = 100;
    /// People who may wait to be let into one party.
    std::uint32_t waiting_room_size = 100;
    // Parties of many: connections above which presence and reactions are told in sums, and how many participants the
    // answer to a sync-request lists.
    std::uint32_t crowd_size = 200;
    std::uint32_t roster_page = 100;
    // Open sockets: of one user in one party, of one network address, of this process.
    std::uint32_t connections_per_user = 10;
    std::uint32_t connections_per_user_total = 100;
    std::uint32_t connections_per_address = 1000;
    std::uint32_t connections_total = 18'000;
    /// Connections accepted in a second; others wait their turn.
    std::uint32_t accepts_per_second = 2'000;
    /// Resident memory above which nobody more is let in; 0: no limit.
    std::uint32_t memory_limit_mib = 0;
    // Connected participants up to which a party's members are told each other's player status.
    std::uint32_t status_broadcast_max = 50;
    // Sizes of what a client may send, in bytes.
    std::uint32_t message_bytes = 16'384;
    std::uint32_t header_bytes = 8'192;
    std::uint32_t body_bytes = 65'536;
    // What may wait for one slow connection, in bytes: above soft, drop; above hard, close.
    std::uint32_t outbox_soft_bytes = 65'536;
    std::uint32_t outbox_hard_bytes = 1'048'576;
    /// Invalid frames within a minute before the connection is closed for good.
    std::uint32_t invalid_frames_limit = 20;
    /// Commands of one connection submitted and not yet answered before reading from it pauses.
    std::uint32_t commands_in_flight = 64;
  } limits;

  struct Timeouts {
    Millis request = std::chrono::seconds{10};
    /// An HTTP connection kept alive without a request.
    Millis idle = std::chrono::seconds{60};
    Millis ping_interval = std::chrono::seconds{20};
    Millis pong = std::chrono::seconds{20};
    /// A connection whose waiting bytes make no progress.
    Millis outbox_stall = std::chrono::seconds{10};
    /// A dropped socket is announced as a departure after this.
    Millis presence_grace = std::chrono::seconds{1};
    /// How often a party of many tells its sums.
    Millis crowd_interval{500};
    Millis start_lead_min{50};
    Millis start_lead_max = std::chrono::seconds{1};
    Millis seek_lead{400};
    // For how long a party waits for somebody whose player is not ready.
    Millis waiting_stalled_max = std::chrono::seconds{10};
    Millis waiting_loading_max = std::chrono::seconds{30};
    Millis waiting_budget = std::chrono::seconds{60};
    Millis ready_check_max = std::chrono::seconds{60};
    /// Nobody waits longer to be let in; whoever was declined may ask again after this.
    Millis join_request = std::chrono::hours{1};
    /// A party with nobody connected ends after this.
    Millis empty_party = std::chrono::hours{24};
    Millis shutdown = std::chrono::seconds{4};
    Millis storage = std::chrono::seconds{5};
  } timeouts;

  /// How long what is kept; 0: for ever.
  struct Retention {
    Millis chat{0};
    Millis events{0};
    Millis finished_parties{0};
    Millis guests = std::chrono::days{30};
  } retention;
};

/// What `database` says, or "sqlite:" and the path of `matinee.db` inside `data`.
std::string database_url(const Settings& settings);

}  // namespace matinee::config
