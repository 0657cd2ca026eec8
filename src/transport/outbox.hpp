// Outbox: what waits for a connection whose socket does not take bytes as fast as they come, and what gives way when
// too much waits. Pure: no I/O, no clock; the session writes what gather() shows and tells consume(). One per WebSocket
// connection, its loop's thread only. Empty, and then without memory of its own, while the kernel takes everything.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/session.hpp"

namespace matinee::transport {

/// Bytes waiting: above `soft`, droppable pieces go; above `hard`, the connection has to be given up.
struct OutboxLimits {
  std::size_t soft_bytes = 64 * 1024;
  std::size_t hard_bytes = 1024 * 1024;
};

/// What one enqueue() cost the client.
struct OutboxChange {
  std::size_t conflated = 0;  ///< pieces superseded by a later state
  std::size_t dropped = 0;    ///< droppable pieces given up for room
  bool over_hard_limit = false;
};

class Outbox {
 public:
  explicit Outbox(OutboxLimits limits = {}) : limits_(limits) {}

  /// Queues the pieces of `blob`, whose first `sent` bytes were already written. The pieces cover the blob's bytes in
  /// order, without gaps. A piece of kind `state` supersedes every waiting `state` and `playback` before it. A piece of
  /// which a byte was written always goes out whole; `kept` pieces are never dropped.
  OutboxChange enqueue(const engine::BlobPtr& blob, std::size_t sent = 0);

  /// The next bytes to write, in order, as few slices as it takes; returns how many of `into` were filled.
  std::size_t gather(std::span<std::string_view> into) const;

  /// Told after a write: the first `bytes` of what waits are gone.
  void consume(std::size_t bytes);

  /// Forgets everything but the rest of a half-written piece: the client is given up, yet its stream stays well-formed.
  void drop_waiting();

  bool empty() const { return first_ == waiting_.size(); }
  /// Bytes waiting.
  std::size_t bytes() const { return bytes_; }

 private:
  struct Waiting {
    engine::BlobPtr blob;
    std::uint32_t offset;
    std::uint32_t size;
    engine::Delivery delivery;
    bool begun;  // a byte of it was written; only ever true of the first
  };

  std::size_t conflate();
  std::size_t drop_droppable();
  template <class Predicate>
  std::size_t remove_unbegun(Predicate predicate);
  void release_memory();

  OutboxLimits limits_;
  std::vector<Waiting> waiting_;
  std::size_t first_ = 0;  // of waiting_; those before it are written
  std::size_t bytes_ = 0;
};

}  // namespace matinee::transport
