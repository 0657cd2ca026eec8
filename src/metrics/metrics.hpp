// Metrics: the catalogue. Every metric of the server is named once, in metrics.cpp, and told through one small function
// here. Thread-safe; counters are single atomic additions, histograms a short lock. Label values are the closed sets of
// labels.hpp. One object per process, made by the composition root and passed by reference; it outlives its users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "metrics/labels.hpp"
#include "protocol/error_code.hpp"

namespace matinee::metrics {

class Metrics {
 public:
  /// `version` becomes a label of matinee_build_info.
  explicit Metrics(std::string_view version);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The five families of the specification's section "Monitoring and Metrics".

  /// From receiving a command to handing its event to the kernel; once per batch, for its oldest command.
  void sync_event_latency(std::chrono::nanoseconds latency);
  /// Distance between a client's position and the server's; the sign is dropped.
  void client_drift(DriftSource source, Millis drift);
  void command(CommandKind kind, CommandOutcome outcome);
  /// One user's commands in one past minute; told once a minute for each user who sent any.
  void user_commands_per_minute(std::size_t commands);
  void participant_joined();
  void participant_left();
  /// One failed command or request, and why.
  void error(protocol::ErrorCode reason);

  // Connections and parties.

  /// One more open socket.
  void connection_opened();
  /// One less. `code` is the close code sent or received, 1006 when there was none. Codes that neither RFC 6455 nor
  /// protocol/ defines count as "other".
  void connection_closed(std::uint16_t code);
  void party_loaded();
  void party_unloaded();
  /// Parties that have not ended, loaded or not.
  void set_active_parties(std::size_t parties);

  // Waiting for others.

  /// More (or fewer) parties in memory that stand because somebody is not ready.
  void change_parties_holding(int by);
  void hold_began(HoldReason reason);
  /// A hold is over, after standing for so long.
  void hold_ended(Millis duration);

  // Outboxes: bytes waiting for slow connections, in all.

  void change_outbox_bytes(std::int64_t by);
  void outbox_frames_dropped(std::size_t frames);
  void outbox_frames_conflated(std::size_t frames);

  /// A connection given up because it did not take what it was sent.
  void slow_consumer_closed(SlowConsumer reason);

  // Event loops.

  /// Records by how much something came later on the loop of `shard` than it should have; from 0.1 s on also as a
  /// stall.
  std::function<void(std::chrono::nanoseconds)> loop_lag_recorder(std::size_t shard);

  /// Whether broadcasts go through io_uring.
  void set_io_uring(bool used);

  // Storage.

  void commit(std::size_t operations, std::chrono::nanoseconds latency);
  void set_storage_up(bool up);

  // HTTP and limits.

  /// One finished request; `status` is that of the response.
  void http_request(Route route, Method method, unsigned status, std::chrono::nanoseconds duration);
  void rate_limited(RateLimitKind kind);

  /// Everything in the Prometheus text format 0.0.4, with the process' own figures read from /proc now. The content
  /// type is `exposition_content_type`.
  std::string exposition();

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

inline constexpr std::string_view exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace matinee::metrics
