// Connection: a client's WebSocket to the target, from connecting to closing: moves bytes and frames, knows nothing of
// parties. One worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "load/poller.hpp"
#include "load/response_reader.hpp"
#include "load/stream.hpp"
#include "websocket/frame_reader.hpp"

namespace matinee::load {

/// How a connection ended that stood.
struct Ending {
  std::uint16_t code = 1006;  ///< the server's close code, 1006 when none came
  std::string reason;
};

/// What a connection tells its owner; it may be used or aborted, but not destroyed, from within.
class ConnectionEvents {
 public:
  virtual ~ConnectionEvents() = default;
  virtual void on_open() = 0;
  virtual void on_text(std::string_view text, SteadyTime at) = 0;
  /// The server answered something else than 101, or (status 0) could not be reached.
  virtual void on_refused(const HttpReply& reply) = 0;
  virtual void on_closed(const Ending& ending) = 0;
};

class Connection final : public Pollable {
 public:
  /// What many connections of one thread share to read into.
  using Buffer = std::span<char>;

  Connection(Poller& poller, const Target& target, Buffer buffer, ConnectionEvents& events);
  ~Connection() override;

  /// Begins to connect and to upgrade.
  void open(std::string_view path, std::string_view token, Link link);

  /// A text message; goes out with flush().
  void queue_text(std::string_view text);
  void flush();

  /// While off, the socket is left alone and the server sees a client that does not read.
  void set_reading(bool on);
  /// Reads a single byte, whether reading is on or not.
  void read_byte();

  /// Ends the connection without a word, as a lost network does. on_closed is not called.
  void abort();

  bool is_open() const { return stage_ == Stage::open; }
  bool is_idle() const { return stage_ == Stage::idle; }
  std::uint64_t bytes_received() const { return bytes_received_; }

  void on_ready(Readiness readiness) override;

 private:
  enum class Stage : std::uint8_t { idle, connecting, upgrading, open };

  void read(std::size_t most);
  void take(std::string_view input);
  void take_upgrade(std::string_view& input);
  void take_frames(std::string_view input);
  bool handle(const websocket::Event& event, SteadyTime at);
  void update_interest();
  void refuse(HttpReply reply);
  void end(Ending ending);
  void drop();
  websocket::MaskingKey next_key();

  Poller& poller_;
  const Target& target_;
  Buffer buffer_;
  ConnectionEvents& events_;
  Stream stream_;
  std::unique_ptr<ResponseReader> response_;  // until upgraded
  websocket::MessageReader frames_;
  std::string unsent_;
  std::uint64_t bytes_received_ = 0;
  std::uint32_t random_;  // state of the generator of masking keys
  Stage stage_ = Stage::idle;
  bool reading_ = true;
  bool waits_for_room_ = false;  // the kernel did not take all of unsent_
};

}  // namespace matinee::load
