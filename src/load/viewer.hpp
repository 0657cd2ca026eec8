// Viewer: one simulated person in a party: connects, asks for the state, and from then on checks that it hears of
// everything exactly once and in order. One worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "load/change_tracker.hpp"
#include "load/chat_order.hpp"
#include "load/connection.hpp"
#include "load/event_scan.hpp"
#include "load/revision_check.hpp"

namespace matinee::load {

struct Party;
struct WorkerContext;

/// How a viewer reads while the load lasts.
enum class Reading : std::uint8_t { steady, not_at_all, byte_by_byte };

class Viewer final : ConnectionEvents {
 public:
  /// Attempts to connect when the server says "later".
  static constexpr unsigned most_attempts = 5;

  Viewer(WorkerContext& context, Party& party, std::string token, Reading reading);

  const std::string& token() const { return token_; }
  bool is_slow() const { return reading_ != Reading::steady; }
  /// Connected, and the answer to its sync-request has come.
  bool is_following() const { return connection_.is_open() && revisions_.following(); }

  /// Called by Arrivals, which is told when it is done. A connection that stands is lost first, without a word.
  void connect(SteadyTime now);

  /// A command, sent with flush().
  void say(std::string_view command) { connection_.queue_text(command); }
  void flush() { connection_.flush(); }

  /// The server is going to be killed: comes back when it has been, within a second, as often as it takes.
  void expect_restart() { returns_ = is_following(); }

  /// The load begins and ends: slow readers turn slow, and normal again.
  void slow_down();
  void speed_up();
  /// Once a second while the load lasts; only a byte-by-byte reader minds.
  void read_byte() {
    if (reading_ == Reading::byte_by_byte) connection_.read_byte();
  }

  /// Has heard its party's last revision.
  bool is_up_to_date() const;
  /// The end of the run: counts what it should have heard and has not.
  void settle_accounts();

 private:
  void on_open() override;
  void on_text(std::string_view text, SteadyTime at) override;
  void on_refused(const HttpReply& reply) override;
  void on_closed(const Ending& ending) override;

  void on_seek(const ScannedEvent& event, SteadyTime at);
  void on_sync(const ScannedEvent& event, SteadyTime at);
  void on_error_event(const ScannedEvent& event);
  void lose_connection();
  void return_soon();
  Nanos jitter() const;
  void start_following(const ScannedEvent& event, SteadyTime at);
  void stop_following();

  WorkerContext& context_;
  Party& party_;
  std::string token_;
  Connection connection_;
  RevisionCheck revisions_;
  ChatOrder::Cursor chats_;
  ChangeTracker::Receiver changes_;
  SteadyTime began_{};
  unsigned attempts_ = 0;
  Reading reading_;
  bool arriving_ = false;     // Arrivals waits for it
  bool returns_ = false;      // after a restart: until it follows again
  bool reads_again_ = false;  // a slow reader after the load: it comes back when it is closed
};

}  // namespace matinee::load
