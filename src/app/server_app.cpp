#include "app/server_app.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <thread>

#include "app/clock_watch.hpp"
#include "app/cluster_node.hpp"
#include "app/commands.hpp"
#include "app/embedded.hpp"
#include "app/identities.hpp"
#include "app/open_database.hpp"
#include "app/options.hpp"
#include "app/version.hpp"
#include "auth/password_pool.hpp"
#include "auth/signed_tickets.hpp"
#include "auth/ticket_book.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/wall_clock.hpp"
#include "engine/engine.hpp"
#include "http_api/api.hpp"
#include "http_api/api_dependencies.hpp"
#include "metrics/metrics.hpp"
#include "transport/server.hpp"

namespace matinee::app {
namespace {

/// Programs that run others (timeout, npm) pass one Ctrl+C or SIGTERM on to a process that got it already: what comes
/// this soon after the first is the same wish, not a more urgent one.
constexpr Millis kRepeatedSignal{500};

/// Between looks at the wall clock.
constexpr Millis kClockInterval{30'000};

storage::CommitObserver commit_observer(metrics::Metrics& metrics) {
  storage::CommitObserver observer;
  observer.on_commit = [&metrics](std::size_t batch, std::chrono::nanoseconds took) { metrics.commit(batch, took); };
  observer.on_health = [&metrics](bool up) {
    metrics.set_storage_up(up);
    if (up) log::info("storage_up");
  };
  observer.on_failure = [](std::string_view why) { log::error("storage_down", {{"reason", why}}); };
  return observer;
}

engine::TokenCheck token_check(const auth::TokenVerifier& verifier, const WallClock& wall_clock) {
  return [&verifier, &wall_clock](std::string_view token) -> Result<engine::Credentials, std::string> {
    auto principal = verifier.verify(token, wall_clock.now());
    if (!principal) return failure(principal.error().message);
    const auth::Principal& who = principal.value();
    if (who.server_operator) return failure(std::string("the operator's token is no user's"));
    return engine::Credentials{who.user_id, {who.display_name, who.avatar_url}, who.expires_at};
  };
}

std::size_t shard_count(const config::Settings& settings) {
  if (settings.server.threads > 0) return settings.server.threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

/// Nobody is connected to a server that starts, and windows that are over need not be kept. Returns how many parties go
/// on.
Result<std::size_t, std::string> note_start(storage::Store& store, ServerTime now) {
  const auto noted = store.note_start(now, now - rate_window);
  if (!noted) return failure(fmt::format("the database refuses to be written: {}", noted.error().message));
  const auto active = store.count_active_parties();
  if (!active) return failure(fmt::format("the database refuses to be read: {}", active.error().message));
  return active.value();
}

}  // namespace

std::unique_ptr<auth::Tickets> make_tickets(const ClusterNode* cluster, Millis time_to_live) {
  if (cluster == nullptr) return std::make_unique<auth::TicketBook>(time_to_live);
  return std::make_unique<auth::SignedTickets>(cluster->key(), time_to_live);
}

/// Between looks at requests other servers don't answer.
constexpr Millis kRelayInterval{250};
/// Between looks whether all clients have left.
constexpr Millis kDrainLook{20};

/// In the order of construction. Taken down in another order than the reverse: see take_down().
struct ServerApp::Parts {
  Parts(config::Settings given, Identities opened, OpenedDatabase database, std::unique_ptr<ClusterNode> node)
      : settings(std::move(given)),
        data_lock(std::move(database.lock)),
        cluster(std::move(node)),
        clock(cluster ? cluster->clock() : own_clock),
        wall_clock(cluster ? cluster->wall_clock() : own_wall_clock),
        identities(std::move(opened)),
        metrics(version),
        origins(settings.network.public_url, settings.network.allowed_origins),
        tickets(make_tickets(cluster.get(), settings.auth.ticket_ttl)),
        loops(shard_count(settings)),
        committer(std::make_unique<storage::GroupCommitter>(
            std::move(database.stores.writer), commit_observer(metrics),
            storage::GroupCommitter::Options{.idle_check = database.stores.idle_check})),
        reader(std::make_unique<storage::Reader>(std::move(database.stores.readers))),
        engine(std::make_unique<engine::Engine>(engine_options(settings), clock, wall_clock, *committer, *reader,
                                                metrics, token_check(identities.verifier, wall_clock),
                                                loops.executors(), cluster ? &cluster->parts() : nullptr)),
        relay(cluster ? &cluster->make_relay(*engine) : nullptr),
        api(std::make_unique<http_api::Api>(dependencies())),
        server(std::make_unique<transport::Server>(server_options(settings), *api, *engine, loops, metrics)) {
    metrics.set_storage_up(true);
    if (relay != nullptr) relay->set_api(*api);
  }

  http_api::ApiDependencies dependencies() {
    return {*engine,
            clock,
            wall_clock,
            metrics,
            identities.verifier,
            origins,
            *tickets,
            *passwords,
            identities.guests ? &*identities.guests : nullptr,
            relay,
            [this] { return cluster == nullptr || cluster->ready(); },
            settings,
            version,
            web_files(),
            openapi_document(),
            asyncapi_document()};
  }

  /// The first loop's thread, which is stopped before this goes.
  void watch_clock() {
    if (const auto ahead = clock_watch.look(clock.now(), own_wall_clock.now())) {
      log::warn("wall_clock_moved",
                {{"ahead_of_server_time_ms", ahead->count()},
                 {"advice", cluster ? "this machine's clock differs from the database's, which films and tokens go by"
                                    : "tokens go by the wall clock; what the server dates is off by this until it is "
                                      "restarted"}});
    }
    loops[0].call_after(kClockInterval, [this] { watch_clock(); });
  }

  /// Likewise.
  void watch_relay() {
    relay->give_up_late(std::chrono::steady_clock::now());
    loops[0].call_after(kRelayInterval, [this] { watch_relay(); });
  }

  /// First nothing runs on the loops any more; then the storage threads finish, answering into mailboxes that nobody
  /// empties but that are still there; then what they answered into goes. Idempotent.
  void take_down() {
    loops.stop();
    loops.join();
    if (cluster) cluster->stop();
    committer.reset();
    reader.reset();
    passwords.reset();
    server.reset();
    api.reset();
    engine.reset();
  }

  config::Settings settings;
  std::optional<DataLock> data_lock;
  SystemClock own_clock;
  std::unique_ptr<ClusterNode> cluster;  ///< null: this server is alone
  const Clock& clock;
  SystemWallClock own_wall_clock;
  const WallClock& wall_clock;
  ClockWatch clock_watch;
  Identities identities;
  metrics::Metrics metrics;
  auth::OriginPolicy origins;
  std::unique_ptr<auth::Tickets> tickets;
  std::unique_ptr<auth::PasswordPool> passwords = std::make_unique<auth::PasswordPool>();
  transport::Loops loops;
  std::unique_ptr<storage::GroupCommitter> committer;
  std::unique_ptr<storage::Reader> reader;
  std::unique_ptr<engine::Engine> engine;
  HttpRelay* relay = nullptr;  ///< of the cluster; null without one
  std::unique_ptr<http_api::Api> api;
  std::unique_ptr<transport::Server> server;
};

Result<std::unique_ptr<ServerApp>, std::string> ServerApp::start(config::Settings settings) {
  if (const auto made = make_operator_key(settings); !made) {
    log::warn("operator_key_unavailable", {{"reason", made.error()}});
  }
  const bool clustered = !settings.cluster.nats.empty();
  std::optional<Result<Identities, std::string>> identities;
  if (!clustered) identities = open_identities(settings);
  if (identities && !*identities) return failure(identities->error());
  auto database = app::open_database(config::database_url(settings), settings.timeouts.storage,
                                     clustered ? storage::Sharing::in_cluster : storage::Sharing::alone);
  if (!database) return failure(database.error());
  const storage::OpenedStores& stores = database.value().stores;
  log::info("database_open", {{"database", stores.name},
                              {"version", stores.migration.version},
                              {"migrations_applied", stores.migration.applied.size()}});
  std::unique_ptr<ClusterNode> node;
  if (clustered) {
    auto made = ClusterNode::make(settings, stores);
    if (!made) return failure(made.error());
    node = std::move(made).value();
  }
  if (node) identities = open_identities(settings, node->key());
  if (!*identities) return failure(identities->error());
  const auto active_parties = note_start(*stores.writer, node ? node->clock().now() : SystemClock{}.now());
  if (!active_parties) return failure(active_parties.error());
  const auto blocked = stores.writer->blocked_users();
  if (!blocked) return failure(fmt::format("the database refuses to be read: {}", blocked.error().message));
  auto parts = std::make_unique<Parts>(std::move(settings), std::move(*identities).value(), std::move(database).value(),
                                       std::move(node));
  parts->engine->note_active_parties(active_parties.value());
  parts->engine->note_blocked_users(blocked.value());
  std::unique_ptr<ServerApp> app(new ServerApp(std::move(parts)));
  if (auto begun = app->begin(); !begun) return failure(begun.error());
  return success(std::move(app));
}

Result<void, std::string> ServerApp::begin() {
  if (parts_->cluster) {
    if (auto started = parts_->cluster->start(*parts_->engine); !started) return started;
    parts_->loops[0].post([parts = parts_.get()] { parts->watch_relay(); });
  }
  if (auto listening = parts_->server->listen(); !listening) return listening;
  parts_->loops[0].post([parts = parts_.get()] { parts->watch_clock(); });
  parts_->loops.start();
  log::info("listening", {{"address", parts_->server->address()},
                          {"version", version},
                          {"threads", parts_->loops.size()},
                          {"guests", parts_->settings.auth.guests}});
  return success();
}

ServerApp::ServerApp(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ServerApp::~ServerApp() {
  parts_->take_down();
}

std::string ServerApp::url() const {
  const bool tls = !parts_->settings.network.tls_certificate.empty();
  return (tls ? "https://" : "http://") + parts_->server->address();
}

int ServerApp::run(Signals& signals) {
  while (true) {
    const auto event = signals.wait();
    if (event == Event::stop) return shut_down(signals);
    if (event != Event::reload) continue;
    if (const auto reloaded = parts_->server->reload_tls(); !reloaded) {
      log::error("tls_reload_failed", {{"reason", reloaded.error()}});
    } else {
      log::info("tls_reloaded");
    }
  }
}

/// Its parties first, so that whoever stays connected for now, or elsewhere, goes on watching; then its clients, a few at
/// a time.
void ServerApp::leave_cluster() {
  parts_->cluster->hand_over(*parts_->engine);
  parts_->server->stop_accepting();
  const Millis drain = parts_->settings.cluster.drain;
  parts_->engine->close_gradually(protocol::CloseCode::service_restart, drain);
  const auto deadline = std::chrono::steady_clock::now() + drain;
  while (parts_->server->connection_count() > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kDrainLook);
  }
}

int ServerApp::shut_down(Signals& signals) {
  log::info("stopping", {{"connections", parts_->server->connection_count()}});
  // On a thread of its own, so that this one still hears a second signal, should clients or the disk keep it waiting.
  std::atomic<bool> all_left = false;
  std::thread stopping([this, &signals, &all_left] {
    if (parts_->cluster) leave_cluster();
    all_left = parts_->server->shut_down(protocol::CloseCode::service_restart, parts_->settings.timeouts.shutdown);
    parts_->take_down();
    signals.wake();
  });
  const auto first_signal = std::chrono::steady_clock::now();
  for (auto event = signals.wait(); event != Event::wake; event = signals.wait()) {
    if (event != Event::stop || std::chrono::steady_clock::now() - first_signal < kRepeatedSignal) continue;
    log::warn("stopped_at_once");
    std::_Exit(exit_interrupted);
  }
  stopping.join();
  log::info("stopped", {{"all_left", all_left.load()}});
  return 0;
}

}  // namespace matinee::app
