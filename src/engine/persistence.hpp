// Which writes make an effect durable. Pure.
#pragma once

#include <vector>

#include "party/effect.hpp"
#include "storage/store.hpp"

namespace matinee::engine {

/// Appends the writes of `effect`, already applied to `party`; none for an effect that is not durable.
void append_writes(std::vector<storage::PartyWrite>& writes, const party::Party& party, const party::Effect& effect,
                   ServerTime now);

}  // namespace matinee::engine
