// PartyActor: what the party does by itself, without a command: see party::Review. One timer, armed only while
// something is to come: a hold that must end, a ready check, a scheduled start.
#include <algorithm>
#include <utility>

#include "engine/party_actor.hpp"

namespace matinee::engine {
namespace {

/// One review may leave another one due (a start that has to wait for somebody); never many.
constexpr unsigned kMostReviews = 4;
constexpr Millis kShortestWait{1};

}  // namespace

/// While storage fails nothing is decided: what is adopted after it is looked at then.
void PartyActor::review() {
  if (stale_ || std::exchange(reviewing_, true)) return;
  const ServerTime now = environment_.clock.now();
  const party::Limits& limits = environment_.options.party;
  auto next = party::next_review(party_, now, limits);
  for (unsigned reviews = 0; reviews < kMostReviews && next && *next <= now; ++reviews) {
    decide(party::Review{}, UserId{}, std::nullopt, [](const auto&) {});
    next = party::next_review(party_, now, limits);
  }
  reviewing_ = false;
  arm_review(next, now);
}

/// A timer that comes too early looks and is armed again, which costs less than arming it with every report.
void PartyActor::arm_review(std::optional<ServerTime> next, ServerTime now) {
  if (review_timer_ && next && review_at_ <= *next) return;
  if (review_timer_) environment_.executor.cancel(*std::exchange(review_timer_, std::nullopt));
  if (!next) return;
  const Millis wait = std::clamp<Millis>(*next - now, kShortestWait, longest_timer);
  review_at_ = now + wait;
  review_timer_ =
      environment_.executor.call_after(wait, [revisit = environment_.revisit, id = name(), at = review_at_] {
        revisit(id, [at](PartyActor& actor) {
          // One that was armed anew meanwhile keeps its own.
          if (actor.review_at_ == at) actor.review_timer_.reset();
          actor.review();
        });
      });
}

/// For the metrics: why the party holds, if it begins to with `effect`.
void PartyActor::note_hold(const party::Effect& effect, bool played_before) {
  using metrics::HoldReason;
  const auto* playback = std::get_if<party::PlaybackChanged>(&effect);
  const bool stalled = playback != nullptr && playback->change == party::PlaybackChange::waiting && played_before;
  hold_meter_.note(party_.playback.holding, stalled ? HoldReason::stalled : HoldReason::loading,
                   environment_.clock.now());
}

}  // namespace matinee::engine
