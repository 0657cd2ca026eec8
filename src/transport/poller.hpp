// Poller: which of a loop's descriptors are ready, over one epoll instance of their own. One registration per
// descriptor, changed only when what is waited for changes, and nothing kept for it but a slot: Asio's reactor would
// hold half a kilobyte for every connection and make a system call for every wait (docs/adr/0007-idle-connections.md).
// The loop's thread only.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <vector>

#include "base/file_descriptor.hpp"

namespace matinee::transport {

class Poller {
 public:
  /// What is watched. It may remove itself, and others, whenever it is called.
  class Watched {
   public:
    virtual void on_readable() = 0;
    virtual void on_writable() = 0;
    /// After the calls for one event: what to be told of from now on.
    virtual std::uint32_t wanted() const = 0;
    /// The loop has ended: nothing will be told any more, and what waits for it may go.
    virtual void abandon() = 0;

   protected:
    ~Watched() = default;
  };

  /// Names a registration, also after its slot has been given to another descriptor.
  struct Token {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };

  static constexpr std::uint32_t nothing = 0;
  static constexpr std::uint32_t readable = 1;
  static constexpr std::uint32_t writable = 2;

  /// Throws std::system_error when the kernel has no epoll instance left.
  Poller();

  /// An eventfd of the caller's; every write to it ends wait(), and nothing is told.
  void add_doorbell(int descriptor);

  /// Watches for readability first. Throws std::system_error when the kernel has no watch left.
  Token add(int descriptor, Watched& watched);
  /// Adds `what` to what is waited for. False when the kernel has no watch left for a descriptor that was not watched
  /// for anything: then nothing is changed. True also when it is not there any more.
  bool want(Token token, std::uint32_t what);
  /// Harmless when it is not there any more. While the descriptor is open.
  void remove(Token token);

  Watched* find(Token token) const;

  /// After the loop: abandons everyone, so that sessions that waited for their sockets don't outlive it.
  void abandon_all();

  /// Waits up to `timeout` milliseconds until somebody is ready or the doorbell rings, and says whether that happened;
  /// -1: for as long as it takes.
  bool wait(int timeout);
  /// Tells those that wait() found ready, a bounded number of them.
  void tell_ready();

 private:
  struct Slot {
    Watched* watched = nullptr;  // null while free
    int descriptor = -1;
    std::uint32_t registered = nothing;
    std::uint32_t generation = 0;
  };

  void tell(Token token, std::uint32_t events);
  bool apply(std::uint32_t slot, std::uint32_t wanted);

  // Told before the loop's other work gets its turn.
  static constexpr std::size_t most_events = 256;

  FileDescriptor epoll_;
  std::array<epoll_event, most_events> ready_{};
  int ready_count_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace matinee::transport
