#include "transport/server.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <deque>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "metrics/process_figures.hpp"
#include "transport/http_session.hpp"
#include "transport/lingering_close.hpp"
#include "transport/listener.hpp"
#include "transport/memory_watch.hpp"
#include "transport/plain_stream.hpp"
#include "transport/rejection.hpp"
#include "transport/response_head.hpp"
#include "transport/send_batch.hpp"
#include "transport/shard_application.hpp"
#include "transport/tls_context.hpp"
#include "transport/tls_stream.hpp"

namespace matinee::transport {

namespace {

// Places beyond all limits, over TLS too: for connections that turn out to ask how the server is, and to tell the
// others that it is full. One that is turned away has its place for two or three round trips, so that very many may try
// again and again before none is left for whoever watches the server. No address has more than a quarter of them.
constexpr std::size_t reserve_places = 64;
constexpr std::size_t reserve_places_per_address = 16;

// Of those that found no place in the reserve either, how many may take their time to read why.
constexpr std::size_t most_lingering = 64;

// The database, the log, epoll and rings, files being served; and who is turned away.
constexpr std::uint64_t descriptors_besides_connections = 100 + reserve_places + most_lingering;

// After the last connection was ended by force: for the loops to let go of it.
constexpr Millis abort_grace{250};

// Between looks at how much memory the process has.
constexpr Millis memory_interval{1'000};

// Where the process may have fewer descriptors than connections, it is full before they run out: out of descriptors it
// could refuse nobody, and all would wait.
AdmissionLimits fitting(AdmissionLimits limits, std::uint64_t open_files) {
  const std::uint64_t besides = std::min(descriptors_besides_connections, open_files / 2);
  limits.total = std::min<std::uint64_t>(limits.total, open_files - besides);
  return limits;
}

// The whole answer to a connection over a limit; it costs no session.
std::string overload_answer(AdmissionFailure failure) {
  const auto response = to_response(rejection_of(failure));
  return response_head(response, {.keep_alive = false}, http_date(std::chrono::system_clock::now())) + response.body;
}

}  // namespace

class Server::Impl {
  // A shard's part of the transport.
  struct Worker {
    Worker(EventLoop& loop_in, http_api::Api& api, engine::Shard& shard, metrics::Metrics& metrics,
           const SessionOptions& options)
        : loop(loop_in), application(api, shard), sends(loop_in), deadlines(loop_in), context{loop_in, application,
                                                                                              metrics, connections,
                                                                                              sends,   deadlines,
                                                                                              options} {}

    EventLoop& loop;
    ShardApplication application;
    SendBatch sends;
    Deadlines deadlines;
    ConnectionSet connections;
    SessionContext context;
    std::atomic<std::size_t> handed_over = 0;  // and not begun yet

    // Any thread.
    std::size_t load() const { return connections.weight() + handed_over.load(std::memory_order_relaxed); }
  };

 public:
  Impl(ServerOptions options_in, http_api::Api& api, engine::Engine& engine_in, Loops& loops_in,
       metrics::Metrics& metrics_in)
      : options(std::move(options_in)),
        engine(engine_in),
        metrics(metrics_in),
        loops(loops_in),
        open_files(raise_open_file_limit()),
        admission(Admission::make(fitting(options.admission, open_files))),
        reserve(Admission::make({reserve_places, reserve_places_per_address, {}})),
        memory(options.memory_limit_bytes, metrics::resident_memory_bytes, [] { ::malloc_trim(0); }),
        turned_away(loops[0], options.session.linger, most_lingering),
        listener(
            loops[0], admission, options.accepts_per_second,
            [this](Accepted accepted) { hand_over(std::move(accepted)); },
            [this](Accepted refused) { refuse(std::move(refused)); }) {
    for (std::size_t i = 0; i < loops.size(); ++i) {
      engine::Shard& shard = engine.shard(i);
      workers.emplace_back(loops[i], api, shard, metrics, options.session);
      loops[i].on_wake([&shard] { shard.drain(); });
      loops[i].observe_lag(metrics.loop_lag_recorder(i));
    }
    if (!options.tls_certificate.empty()) tls.emplace(options.tls_certificate, options.tls_key);
  }

  // Listener's loop.
  void hand_over(Accepted accepted) {
    Worker& worker = least_loaded();
    worker.handed_over.fetch_add(1, std::memory_order_relaxed);
    // A task has to be copyable; should the loop stop first, the connection closes with it.
    auto shared = std::make_shared<Accepted>(std::move(accepted));
    worker.loop.post([this, &worker, shared] { begin_session(worker, std::move(*shared)); });
  }

  // Listener's loop. Among equals in turn.
  Worker& least_loaded() {
    next_worker = (next_worker + 1) % workers.size();
    Worker* least = &workers[next_worker];
    for (Worker& worker : workers) {
      if (worker.load() < least->load()) least = &worker;
    }
    return *least;
  }

  // The worker's loop. A system that is out of memory or of epoll watches costs this one connection.
  void begin_session(Worker& worker, Accepted accepted) {
    worker.handed_over.fetch_sub(1, std::memory_order_relaxed);
    try {
      auto stream = open_stream(worker.loop, std::move(accepted.socket), std::move(accepted.peer_address));
      auto session = std::make_shared<HttpSession>(worker.context, std::move(stream), std::move(accepted.permit),
                                                   accepted.over_limit);
      worker.connections.add(session);
      session->start();
    } catch (const std::exception& error) {
      log::warn("connection_dropped", {{"reason", error.what()}});
    }
  }

  ByteStreamPtr open_stream(EventLoop& loop, FileDescriptor socket, std::string peer_address) {
    if (!tls) return make_plain_stream(loop, std::move(socket), std::move(peer_address));
    return make_tls_stream(loop, std::move(socket), std::move(peer_address), tls->current());
  }

  // Listener's loop.
  void refuse(Accepted refused) {
    if (auto permit = reserve->admit(refused.peer_address)) {
      refused.permit = std::move(permit).value();
      return hand_over(std::move(refused));
    }
    turn_away(std::move(refused));
  }

  // Listener's loop. Over TLS nothing can be said without a handshake, which is the work that is being refused: there
  // the connection is closed.
  void turn_away(Accepted refused) {
    metrics.rate_limited(metrics::RateLimitKind::connection);
    if (tls) return;
    try {
      turned_away.close_after(overload_answer(*refused.over_limit),
                              make_plain_stream(loops[0], std::move(refused.socket), std::move(refused.peer_address)));
    } catch (const std::exception& error) {
      log::warn("connection_dropped", {{"reason", error.what()}});
    }
  }

  // Before the loops run.
  Result<void, std::string> choose_senders() {
    if (options.io_uring != IoUring::off) {
      auto opened = open_rings();
      if (opened) return success();
      if (options.io_uring == IoUring::on) {
        return failure("io-uring is on, but can't be used: " + opened.error() + "; set it to auto or off");
      }
      log::info("io_uring_unavailable", {{"reason", opened.error()}});
    }
    metrics.set_io_uring(false);
    return success();
  }

  Result<void, std::string> open_rings() {
    std::vector<std::unique_ptr<Sender>> rings;
    for (std::size_t i = 0; i < workers.size(); ++i) {
      auto ring = make_ring_sender([this] { metrics.set_io_uring(false); });
      if (!ring) return failure(std::move(ring).error());
      rings.push_back(std::move(ring).value());
    }
    for (std::size_t i = 0; i < workers.size(); ++i) workers[i].sends.use(std::move(rings[i]));
    metrics.set_io_uring(true);
    log::debug("io_uring_used");
    return success();
  }

  // The first worker's loop, which outlives this by nothing that runs.
  void watch_memory() {
    const bool is_short = memory.look(workers.front().loop.now());
    admission->note_memory(is_short);
    if (is_short != memory_short) log::warn(is_short ? "memory_short" : "memory_recovered");
    memory_short = is_short;
    workers.front().loop.call_after(memory_interval, [this] { watch_memory(); });
  }

  void on_each_loop(void (ConnectionSet::*action)()) {
    for (Worker& worker : workers) {
      worker.loop.post([&worker, action] { (worker.connections.*action)(); });
    }
  }

  // Who is in the reserve is gone within seconds, and never longer than its session lets it.
  bool wait_until_empty(Millis timeout) const {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    if (!admission->wait_until_empty(timeout)) return false;
    const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now());
    return reserve->wait_until_empty(std::max(left, Millis{0}));
  }

  const ServerOptions options;
  engine::Engine& engine;
  metrics::Metrics& metrics;
  Loops& loops;
  const std::uint64_t open_files;
  std::shared_ptr<Admission> admission;
  std::shared_ptr<Admission> reserve;
  MemoryWatch memory;
  LingeringClose turned_away;
  Listener listener;
  std::deque<Worker> workers;  // sessions refer to them
  std::size_t next_worker = 0;
  bool memory_short = false;
  std::optional<TlsContext> tls;
};

Server::Server(ServerOptions options, http_api::Api& api, engine::Engine& engine, Loops& loops,
               metrics::Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), api, engine, loops, metrics)) {}

Server::~Server() = default;

Result<void, std::string> Server::listen() {
  // A client that is gone is an error of the write (OpenSSL's cannot be told otherwise), not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  const AdmissionLimits& wanted = impl_->options.admission;
  if (const auto possible = fitting(wanted, impl_->open_files).total; possible < wanted.total) {
    log::warn(
        "open_file_limit_low",
        {{"open_files", impl_->open_files},
         {"connections_total", wanted.total},
         {"connections_possible", possible},
         {"advice", "raise the hard limit (LimitNOFILE= in a systemd unit, ulimit -Hn) or lower connections-total"}});
  }
  if (auto loaded = reload_tls(); !loaded) return loaded;
  if (auto chosen = impl_->choose_senders(); !chosen) return chosen;
  if (auto bound = impl_->listener.bind(impl_->options.host, impl_->options.port); !bound) return bound;
  impl_->listener.start();
  if (impl_->options.memory_limit_bytes > 0) {
    impl_->workers.front().loop.post([impl = impl_.get()] { impl->watch_memory(); });
  }
  return success();
}

std::string Server::address() const {
  return impl_->listener.address();
}

Result<void, std::string> Server::reload_tls() {
  if (!impl_->tls) return success();
  return impl_->tls->reload();
}

std::size_t Server::connection_count() const {
  return impl_->admission->total() + impl_->reserve->total();
}

void Server::stop_accepting() {
  impl_->listener.stop();
}

bool Server::shut_down(protocol::CloseCode code, Millis timeout) {
  stop_accepting();
  impl_->on_each_loop(&ConnectionSet::begin_shutdown);
  impl_->engine.close_all(code, [] {});
  if (impl_->wait_until_empty(timeout)) return true;
  impl_->on_each_loop(&ConnectionSet::abort_all);
  impl_->wait_until_empty(abort_grace);
  return false;
}

}  // namespace matinee::transport
