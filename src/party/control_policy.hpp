// ControlPolicy: who may start, stop, seek and skip. Chosen by the host; the queue has a QueuePolicy of its own. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace matinee::party {

enum class ControlPolicy : std::uint8_t {
  host,      ///< the host alone
  hosts,     ///< host and co-hosts
  everyone,  ///< every participant
};

/// "host", "hosts", "everyone": the names on the wire and in storage.
std::string_view to_string(ControlPolicy policy);
std::optional<ControlPolicy> control_policy_from_string(std::string_view name);

}  // namespace matinee::party
