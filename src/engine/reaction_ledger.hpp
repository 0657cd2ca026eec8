// ReactionLedger: reactions on their way to storage, in sums along the film. Lives with its party, between two times
// they are stored. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "party/effect.hpp"
#include "party/playback.hpp"
#include "storage/chat_records.hpp"

namespace matinee::engine {

class ReactionLedger {
 public:
  /// Counts what was reacted to the clip that plays; nobody reacts to what the party has not seen yet. What does not
  /// fit any more is not counted.
  void note(const party::Reacted& reacted, const party::Playback& playback);

  bool empty() const { return sums_.empty(); }
  std::vector<storage::ReactionTally> take();

 private:
  std::map<std::tuple<ClipId, std::size_t, std::string>, std::size_t> sums_;
};

}  // namespace matinee::engine
