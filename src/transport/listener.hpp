// Listener: accepts TCP connections on its loop and spreads them over all of them. Which may stay is Admission's to
// say; what becomes of them is the server's. bind() before the loops start, the rest on the listener's loop unless
// noted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "transport/admission.hpp"
#include "transport/event_loop.hpp"

namespace matinee::transport {

/// A new connection. `socket` is non-blocking with TCP_NODELAY.
struct Accepted {
  FileDescriptor socket;
  std::string peer_address;
  Admission::Permit permit;
  std::optional<AdmissionFailure> over_limit;  ///< why it has a place of the reserve alone
};

class Listener {
 public:
  /// Runs on the listener's loop, once per connection.
  using OnAccepted = std::function<void(Accepted)>;
  /// As OnAccepted, for a connection over a limit, without a permit.
  using OnRefused = std::function<void(Accepted)>;

  Listener(EventLoop& loop, std::shared_ptr<Admission> admission, std::uint32_t accepts_per_second,
           OnAccepted on_accepted, OnRefused on_refused);
  ~Listener();

  /// Binds and listens; connections wait in the kernel until start(). `port` 0 takes any free one. The error says what
  /// could not be done and what might help. Any thread, before start().
  Result<void, std::string> bind(const std::string& host, std::uint16_t port);

  /// "127.0.0.1:8080", "[::1]:8080": with the port that was taken. After bind(); any thread.
  const std::string& address() const;

  /// Any thread.
  void start();
  /// Any thread. Connections accepted before may still be handed over.
  void stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Raises this process' limit of open files to what the system allows it; returns the limit.
std::uint64_t raise_open_file_limit();

}  // namespace matinee::transport
