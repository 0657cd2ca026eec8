#include "transport/server.hpp"

#include <sys/socket.h>

#include <array>
#include <csignal>
#include <deque>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "metrics/process_figures.hpp"
#include "transport/http_session.hpp"
#include "transport/listener.hpp"
#include "transport/plain_stream.hpp"
#include "transport/rejection.hpp"
#include "transport/response_head.hpp"
#include "transport/send_batch.hpp"
#include "transport/shard_application.hpp"
#include "transport/tls_context.hpp"
#include "transport/tls_stream.hpp"

namespace matinee::transport {

namespace {

// The database, the log, epoll and rings, files being served.
constexpr std::uint64_t descriptors_besides_connections = 100;

// After the last connection was ended by force: for the loops to let go of it.
constexpr Millis abort_grace{250};

// Between looks at how much memory the process has.
constexpr Millis memory_interval{1'000};

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
};

std::string_view explain(AdmissionFailure failure) {
  switch (failure) {
    case AdmissionFailure::total:
      return "The server has as many connections as it may; try again later.";
    case AdmissionFailure::per_address:
      return "Too many connections from this address; close some or try again later.";
    case AdmissionFailure::memory:
      return "The server is short of memory; try again later.";
  }
  return "";
}

// The whole answer to a connection over a limit; it costs no session.
std::string overload_answer(AdmissionFailure failure) {
  auto response = to_response({503, protocol::ErrorCode::overloaded, explain(failure)});
  response.headers.push_back({"Retry-After", "5"});
  return response_head(response, {.keep_alive = false}, http_date(std::chrono::system_clock::now())) + response.body;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options_in, http_api::Api& api, engine::Engine& engine_in, Loops& loops,
       metrics::Metrics& metrics_in)
      : options(std::move(options_in)),
        engine(engine_in),
        metrics(metrics_in),
        admission(Admission::make(options.admission)),
        listener(
            loops[0], admission, options.accepts_per_second,
            [this](Accepted accepted) { hand_over(std::move(accepted)); },
            [this](int socket, AdmissionFailure failure) { refuse(socket, failure); }) {
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
    Worker& worker = workers[next_worker];
    next_worker = (next_worker + 1) % workers.size();
    // A task has to be copyable; should the loop stop first, the connection closes with it.
    auto shared = std::make_shared<Accepted>(std::move(accepted));
    worker.loop.post([this, &worker, shared] { begin_session(worker, std::move(*shared)); });
  }

  // The worker's loop. A system that is out of memory or of epoll watches costs this one connection.
  void begin_session(Worker& worker, Accepted accepted) {
    try {
      auto stream = open_stream(worker.loop, std::move(accepted.socket), std::move(accepted.peer_address));
      auto session = std::make_shared<HttpSession>(worker.context, std::move(stream), std::move(accepted.permit));
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

  // Listener's loop. Over TLS nothing can be said without a handshake, which is the work that is being refused.
  void refuse(int socket, AdmissionFailure failure) {
    metrics.rate_limited(metrics::RateLimitKind::connection);
    if (tls) return;
    const std::string answer = overload_answer(failure);
    ::send(socket, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(socket, SHUT_WR);
    // Closing with a request unread would reset the connection and take the answer with it.
    std::array<char, 4096> ignored;
    while (::recv(socket, ignored.data(), ignored.size(), MSG_DONTWAIT) > 0) {
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
      auto ring = make_ring_sender();
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
    const bool is_short = metrics::resident_memory_bytes() > options.memory_limit_bytes;
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

  const ServerOptions options;
  engine::Engine& engine;
  metrics::Metrics& metrics;
  std::shared_ptr<Admission> admission;
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
  const auto open_files = raise_open_file_limit();
  if (open_files < impl_->options.admission.total + descriptors_besides_connections) {
    log::warn(
        "open_file_limit_low",
        {{"open_files", open_files},
         {"connections", impl_->options.admission.total},
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
  return impl_->admission->total();
}

void Server::stop_accepting() {
  impl_->listener.stop();
}

bool Server::shut_down(protocol::CloseCode code, Millis timeout) {
  stop_accepting();
  impl_->on_each_loop(&ConnectionSet::begin_shutdown);
  impl_->engine.close_all(code, [] {});
  if (impl_->admission->wait_until_empty(timeout)) return true;
  impl_->on_each_loop(&ConnectionSet::abort_all);
  impl_->admission->wait_until_empty(abort_grace);
  return false;
}

}  // namespace matinee::transport
