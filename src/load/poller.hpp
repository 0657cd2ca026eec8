// Poller: tells the sockets of one worker when they can be read or written (epoll, level-triggered). Owns the epoll
// descriptor, not the sockets. One worker's thread.
#pragma once

#include <cstdint>

#include "base/file_descriptor.hpp"
#include "load/time.hpp"

namespace matinee::load {

/// Something with a socket. Stays where it is in memory while it is watched.
class Pollable {
 public:
  struct Readiness {
    bool readable;  ///< or ended on both sides, which is told whether it is watched for reading or not
    bool writable;
  };
  virtual ~Pollable() = default;
  /// May destroy nothing that is watched by the same poller.
  virtual void on_ready(Readiness readiness) = 0;
};

class Poller {
 public:
  struct Interest {
    bool read = true;
    bool write = false;
  };

  /// Throws std::system_error when the kernel gives no descriptor.
  Poller();

  void watch(int descriptor, Pollable& pollable, Interest interest);
  void change(int descriptor, Pollable& pollable, Interest interest);
  /// Also forgets what was already reported and not yet told.
  void forget(int descriptor, Pollable& pollable);

  /// Waits up to `longest` and tells everyone who is ready.
  void run(Nanos longest);

 private:
  static constexpr int most_at_once = 512;

  void control(int operation, int descriptor, Pollable& pollable, Interest interest);

  FileDescriptor epoll_;
  void* ready_[most_at_once] = {};  // the pollables of the current run()
  int ready_count_ = 0;
};

}  // namespace matinee::load
