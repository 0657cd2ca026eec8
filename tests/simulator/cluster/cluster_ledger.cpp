#include "cluster_ledger.hpp"

#include <fmt/format.h>

namespace matinee::simulator {

void ClusterLedger::note(const party::Party& stored) {
  const std::int64_t position = stored.playback.position.count();
  const auto [known, added] = committed_.emplace(stored.revision, position);
  positions_.insert(position);
  if (!added && known->second != position) {
    fail(fmt::format("revision {} is stored twice, at {} and at {}", stored.revision, known->second, position));
  }
  if (stored.revision + 1 < committed_.size()) fail("a revision went back in the database");
}

void ClusterLedger::insist_stored(std::size_t client, std::uint64_t revision, std::int64_t position_ms) {
  const auto stored = committed_.find(revision);
  if (stored == committed_.end()) {
    fail(fmt::format("client {} was told revision {}, which is not stored", client, revision));
  } else if (stored->second != position_ms) {
    fail(fmt::format("client {} was told that revision {} is at {}, but {} is stored", client, revision, position_ms,
                     stored->second));
  }
}

void ClusterLedger::fail(const std::string& what) {
  if (broken_.empty()) broken_ = what;
}

}  // namespace matinee::simulator
