#include "engine/reaction_ledger.hpp"

#include <algorithm>

namespace matinee::engine {
namespace {

/// Different sums between two times they are stored: far more than people at one place of a film make.
constexpr std::size_t kMostSums = 500;

}  // namespace

void ReactionLedger::note(const party::Reacted& reacted, const party::Playback& playback) {
  if (!playback.clip) return;
  const Millis reached = party::position_at(playback, reacted.at);
  const auto bucket = static_cast<std::size_t>(std::min(reacted.video_timestamp, reached) / storage::reaction_bucket);
  for (const party::ReactionCount& reaction : reacted.reactions) {
    const std::tuple key{*playback.clip, bucket, reaction.emoji};
    const auto known = sums_.find(key);
    if (known != sums_.end()) {
      known->second += reaction.count;
    } else if (sums_.size() < kMostSums) {
      sums_.emplace(key, reaction.count);
    }
  }
}

std::vector<storage::ReactionTally> ReactionLedger::take() {
  std::vector<storage::ReactionTally> tallies;
  tallies.reserve(sums_.size());
  for (const auto& [key, count] : sums_) {
    const auto& [clip, bucket, emoji] = key;
    tallies.push_back({clip, bucket, emoji, count});
  }
  sums_.clear();
  return tallies;
}

}  // namespace matinee::engine
