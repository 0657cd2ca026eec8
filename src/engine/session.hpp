// Session: what the engine knows of one socket. Implemented by the transport, and by recorders in tests.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "protocol/close_code.hpp"

namespace matinee::engine {

/// What may be done with a frame while a connection does not take bytes as fast as they come.
enum class Delivery : std::uint8_t {
  playback,   ///< play, pause, seek, skip: a waiting one is superseded by any later `state`
  state,      ///< sync with the full state: only the last waiting one counts
  kept,       ///< chat, roster, errors, answers: never dropped
  droppable,  ///< typing, reactions: the first to go
};

/// One WebSocket frame inside a blob's bytes.
struct Piece {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  Delivery delivery = Delivery::kept;
};

/// Framed events that became ready together: encoded once, shared by every receiver on every shard. Immutable once
/// delivered.
struct Blob {
  std::string bytes;
  std::vector<Piece> pieces;
};
using BlobPtr = std::shared_ptr<const Blob>;

/// Port. Lives on the shard that accepted the connection; all calls come on that thread. None of the calls may re-enter
/// the engine: what they cause (a close, a failed send) is told to the shard later, from the event loop.
class Session {
 public:
  /// Whether the socket is this server's, or another's of the cluster.
  enum class Reach : std::uint8_t { local, remote };

  Session() = default;
  explicit Session(Reach reach) : reach_(reach) {}
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  bool is_remote() const { return reach_ == Reach::remote; }

  /// Sends, at the end of the loop's turn, or queues; never blocks.
  virtual void deliver(const BlobPtr& blob) = 0;

  /// Sends what is queued, then a close frame, and closes. What is delivered afterwards is ignored.
  virtual void close(protocol::CloseCode code) = 0;

  /// Bytes that wait for the client to take them.
  virtual std::size_t waiting_bytes() const { return 0; }

  /// Stops (or resumes) reading: the client has as many commands in flight as it may.
  virtual void pause_reading(bool paused) = 0;

 private:
  friend class SessionRegistry;
  friend class LocalHub;
  ConnectionId connection_{};    ///< the engine's name for this socket; 0 while it is not attached
  Reach reach_ = Reach::local;
  std::uint32_t hub_place_ = 0;  ///< where its party's members here have it, while it is a member
};

}  // namespace matinee::engine
