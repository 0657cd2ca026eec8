#include "engine/crowd_digest.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace matinee::engine {
namespace {

/// What is shown of many is bounded; what is counted is not.
constexpr std::size_t kMostSampled = 20;
constexpr std::size_t kMostEmoji = 30;
/// Who is behind reacts to an earlier moment. Of more moments than this what is left is kept along the film, as all
/// reactions are, and not told.
constexpr std::size_t kMostMoments = 8;
/// Reactions this far apart in the film are to one moment.
constexpr Millis kMoment{5'000};

using Sample = std::vector<protocol::ParticipantView>;

/// Who came and went meanwhile is named once, by what they did last: the two samples have no order between them.
void sample(Sample& into, Sample& other, const protocol::ParticipantView& participant) {
  const auto is_same = [&](const protocol::ParticipantView& one) { return one.user == participant.user; };
  std::erase_if(other, is_same);
  std::erase_if(into, is_same);
  if (into.size() < kMostSampled) into.push_back(participant);
}

}  // namespace

protocol::PresenceSum& CrowdDigest::presence() {
  return presence_ ? *presence_ : presence_.emplace();
}

void CrowdDigest::note_arrival(const protocol::ParticipantView& participant) {
  protocol::PresenceSum& sum = presence();
  ++sum.joined;
  sample(sum.joined_sample, sum.left_sample, participant);
}

void CrowdDigest::note_departure(const protocol::ParticipantView& participant) {
  protocol::PresenceSum& sum = presence();
  ++sum.left;
  sample(sum.left_sample, sum.joined_sample, participant);
}

protocol::ReactionSum* CrowdDigest::sum_at(Millis position) {
  if (!reactions_) reactions_.emplace();
  const auto known = std::find_if(reactions_->begin(), reactions_->end(), [&](const protocol::ReactionSum& sum) {
    return sum.video_timestamp / kMoment == position / kMoment;
  });
  if (known != reactions_->end()) return &*known;
  return reactions_->size() < kMostMoments ? &reactions_->emplace_back() : nullptr;
}

void CrowdDigest::note_reactions(const party::Reacted& reacted) {
  protocol::ReactionSum* sum = sum_at(reacted.video_timestamp);
  if (sum == nullptr) return;
  sum->video_timestamp = std::max(sum->video_timestamp, reacted.video_timestamp);
  for (const party::ReactionCount& reaction : reacted.reactions) {
    sum->total += reaction.count;
    auto& counts = sum->counts;
    const auto known =
        std::find_if(counts.begin(), counts.end(), [&](const auto& one) { return one.emoji == reaction.emoji; });
    if (known != counts.end()) {
      known->count += reaction.count;
    } else if (counts.size() < kMostEmoji) {
      counts.push_back(reaction);
    }
  }
}

void CrowdDigest::take(BlobBuilder& out, const protocol::EventContext& context, std::size_t connected) {
  if (presence_) {
    presence_->connected = connected;
    out.add(protocol::encode_presence(context, *presence_), Delivery::droppable);
    presence_.reset();
  }
  if (reactions_) {
    for (const protocol::ReactionSum& sum : *reactions_) {
      out.add(protocol::encode_reaction_sum(context, sum), Delivery::droppable);
    }
    reactions_.reset();
  }
}

}  // namespace matinee::engine
