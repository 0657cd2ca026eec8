// Who may change a party's queue: a setting. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace matinee::party {

/// Who may change the queue.
enum class QueuePolicy : std::uint8_t { hosts, everyone };
/// "hosts" (host and co-hosts), "everyone": the names on the wire and in storage.
std::string_view to_string(QueuePolicy policy);
std::optional<QueuePolicy> queue_policy_from_string(std::string_view name);

}  // namespace matinee::party
