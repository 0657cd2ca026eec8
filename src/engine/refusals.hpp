// What a caller is told when the domain or storage refuses: the one place where reasons become codes and sentences.
#pragma once

#include "party/reduce.hpp"
#include "protocol/error_code.hpp"
#include "storage/store.hpp"

namespace matinee::engine {

protocol::Refusal refusal_for(const party::Rejected& rejected, const party::Limits& limits);
protocol::Refusal refusal_for(const storage::StoreError& error);

/// A change or an answer that storage can't vouch for now.
protocol::Refusal storage_unavailable();

protocol::Refusal party_not_found();

/// The server's operator lets the user in nowhere.
protocol::Refusal user_blocked();

}  // namespace matinee::engine
