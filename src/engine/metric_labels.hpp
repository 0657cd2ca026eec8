// From what the protocol and the domain name to the closed label sets of the metrics. Pure.
#pragma once

#include "metrics/labels.hpp"
#include "party/command.hpp"
#include "protocol/error_code.hpp"

namespace matinee::engine {

/// Of what clients and the operator can ask of a party; `unknown` for what the server asks itself. Sockets name theirs by
/// their type (metrics::command_kind_from).
metrics::CommandKind command_kind(const party::Command& command);

/// Which limit held such a command back.
metrics::RateLimitKind rate_limit_kind(metrics::CommandKind kind);

metrics::CommandOutcome command_outcome(protocol::ErrorCode code);

}  // namespace matinee::engine
