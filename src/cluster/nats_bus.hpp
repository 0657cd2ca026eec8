// NatsBus: the Bus over a NATS server (core NATS, not JetStream). Connects in the background, again and again: a NATS
// server that is away stops nothing but what goes through it.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "cluster/bus.hpp"

namespace matinee::cluster {

class NatsBus final : public Bus {
 public:
  /// `urls`: "nats://[user:password@]host:port" or "tls://…", several separated by commas. `realm`: what keeps the
  /// clusters of one NATS server apart. `node`: this process. Both of letters, digits, '-' and '_'. Errors: a URL that
  /// is wrong.
  static Result<std::unique_ptr<NatsBus>, std::string> make(const std::string& urls, const std::string& realm,
                                                            const std::string& node);
  ~NatsBus() override;

  void open(BusHandlers handlers) override;
  void close() override;
  void send(const std::string& node, Channel channel, std::string_view message) override;
  void publish(const PartyId& party, std::string_view message) override;
  void follow(const PartyId& party) override;
  void unfollow(const PartyId& party) override;
  bool up() const override;

 private:
  class Impl;
  explicit NatsBus(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::cluster
