// ServerApp: the composition root. Builds every part of the server from the settings, in the order of their
// dependencies, and takes them down in an order that loses nothing. Lives on the main thread.
#pragma once

#include <memory>
#include <string>

#include "app/signals.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"

namespace matinee::app {

class ServerApp {
 public:
  /// Opens the database, starts the threads and listens. The error says what stands in the way.
  static Result<std::unique_ptr<ServerApp>, std::string> start(config::Settings settings);

  ~ServerApp();
  ServerApp(const ServerApp&) = delete;
  ServerApp& operator=(const ServerApp&) = delete;

  /// Where it listens: "http://127.0.0.1:8080".
  std::string url() const;

  /// Serves until SIGTERM or SIGINT; reloads the certificate on SIGHUP. Then stops accepting, tells the clients, and
  /// finishes commits, within the setting `shutdown`; a second signal (not one that comes with the first)
  /// ends the process at once. The exit status.
  int run(Signals& signals);

 private:
  struct Parts;
  explicit ServerApp(std::unique_ptr<Parts> parts);
  Result<void, std::string> begin();
  void leave_cluster();
  int shut_down(Signals& signals);

  std::unique_ptr<Parts> parts_;
};

}  // namespace matinee::app
