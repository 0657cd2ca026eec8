// Server: the transport as app/ sees it. Ties listener, loops, sessions and the application together. Built before the
// loops start; destroyed after they stopped and before they, the engine and the Api are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "http_api/api.hpp"
#include "metrics/metrics.hpp"
#include "transport/admission.hpp"
#include "transport/connection.hpp"
#include "transport/event_loop.hpp"

namespace matinee::transport {

/// Whether broadcasts go to the kernel as io_uring submissions: where that works, only so, or never.
enum class IoUring : std::uint8_t { automatic, on, off };

struct ServerOptions {
  std::string host = "127.0.0.1";         ///< name or address to listen on, without brackets
  std::uint16_t port = 8080;              ///< 0: any free one
  std::filesystem::path tls_certificate;  ///< PEM chain; with tls_key, or both empty for plain HTTP
  std::filesystem::path tls_key;
  IoUring io_uring = IoUring::automatic;
  AdmissionLimits admission;
  std::uint32_t accepts_per_second = 2'000;
  std::uint64_t memory_limit_bytes = 0;  ///< resident; above it nobody more is admitted; 0: no limit
  SessionOptions session;
};

class Server {
 public:
  /// One loop per shard of the engine; sets what the loops' wake() calls for.
  Server(ServerOptions options, http_api::Api& api, engine::Engine& engine, Loops& loops, metrics::Metrics& metrics);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Loads the certificate, if any, binds and begins to accept, as soon as the loops run. Once.
  Result<void, std::string> listen();

  /// Host and port that are listened on: "127.0.0.1:8080". After listen().
  std::string address() const;

  /// Any thread: reads certificate and key again, for new connections. On an error the old ones stay. Without TLS there
  /// is nothing to do.
  Result<void, std::string> reload_tls();

  /// Any thread: open TCP connections.
  std::size_t connection_count() const;

  /// Any thread: no new connections. Idempotent.
  void stop_accepting();

  /// Not on a loop's thread, while the loops run: stops accepting, closes every socket with `code` and every idle HTTP
  /// connection, waits until what is queued was sent and the clients have left, and ends those that have not after
  /// `timeout`. True when none had to be ended.
  bool shut_down(protocol::CloseCode code, Millis timeout);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::transport
