// ClusterLedger: what the database has stored of the party's film, and the first promise that was broken. Part of the
// simulation of a cluster; pure.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "party/party.hpp"

namespace matinee::simulator {

class ClusterLedger {
 public:
  /// What is stored now: from here on it may be told.
  void note(const party::Party& stored);
  /// Whether a client may be told this; it fails if not.
  void insist_stored(std::size_t client, std::uint64_t revision, std::int64_t position_ms);
  /// Whether the film was ever stored there.
  bool was_stored(std::int64_t position_ms) const { return positions_.contains(position_ms); }

  void fail(const std::string& what);
  /// What was broken first; empty: nothing.
  const std::string& broken() const { return broken_; }

 private:
  std::map<std::uint64_t, std::int64_t> committed_;  ///< position in ms by revision
  std::set<std::int64_t> positions_;                 ///< all of them
  std::string broken_;
};

}  // namespace matinee::simulator
