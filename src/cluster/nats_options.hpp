// What a connection to NATS is like: its servers, and how it notices that they are away. Internal to NatsBus: brings
// the library.
#pragma once

#include <nats/nats.h>

#include <memory>
#include <string>

#include "base/result.hpp"

namespace matinee::cluster {

using NatsOptions = std::unique_ptr<natsOptions, decltype(&natsOptions_Destroy)>;

/// Messages that wait to be read here. Beyond it they are dropped, which their receivers notice.
inline constexpr int most_pending_messages = 262'144;

/// `urls` as NatsBus::make; `node` is how the server's operators see the connection. Errors: a URL that is wrong.
Result<NatsOptions, std::string> nats_options(const std::string& urls, const std::string& node);

}  // namespace matinee::cluster
