// ClusterLeases: which servers are alive and which of them decides for the party, as the database keeps it. Part of the
// simulation of a cluster.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace matinee::simulator {

class ClusterLeases {
 public:
  static constexpr Millis duration{2'000};
  static constexpr Millis renewal{500};
  /// A server counts on less of its lease than the database grants.
  static constexpr Millis trusted{1'800};

  explicit ClusterLeases(const Clock& clock) : clock_(clock) {}

  void renew(const std::string& node) { until_[node] = clock_.now() + duration; }
  bool ever_held(const std::string& node) const { return until_.contains(node); }
  bool is_alive(const std::string& node) const {
    const auto found = until_.find(node);
    return found != until_.end() && found->second > clock_.now();
  }
  std::set<std::string> alive() const {
    std::set<std::string> names;
    for (const auto& [name, until] : until_) {
      if (is_alive(name)) names.insert(name);
    }
    return names;
  }

  std::string owner;  ///< of the party; empty: nobody

 private:
  const Clock& clock_;
  std::map<std::string, ServerTime> until_;
};

}  // namespace matinee::simulator
