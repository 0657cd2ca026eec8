// What holds for every command, and what the families of commands share. The decisions are in reduce_<family>.cpp.
#include "party/reduce.hpp"

#include "party/permissions.hpp"
#include "party/situation.hpp"

namespace matinee::party {
namespace {

Rejection denial_of(CommandKind kind) {
  if (kind == CommandKind::playback) return Rejection::playback_denied;
  if (kind == CommandKind::queue) return Rejection::queue_denied;
  return kind == CommandKind::moderation ? Rejection::moderation_denied : Rejection::management_denied;
}

/// What holds before any command of this kind is looked at: a seat, the right, a party that goes on.
Result<void, Rejected> admitted(const Situation& situation, CommandKind kind, bool meaningful_after_end) {
  if (kind == CommandKind::server) {
    if (!situation.actor.empty()) return reject(Rejection::management_denied);
    return success();
  }
  if (kind == CommandKind::membership) return success();
  if (situation.seat == nullptr) return reject(Rejection::not_participant);
  if (!allowed(situation.seat->role, kind, situation.party.settings)) return reject(denial_of(kind));
  if (situation.party.status == Status::ended && !meaningful_after_end) return reject(Rejection::party_ended);
  return success();
}

}  // namespace

std::optional<Person> Situation::by() const {
  return seat == nullptr ? std::nullopt : std::optional{person_of(*seat)};
}

Rejected reject(Rejection reason) {
  return Rejected{reason, Millis{0}};
}

Rejected rate_limited(const Situation& situation, const RateWindow& window, const RateLimit& limit,
                      std::size_t wanted) {
  return Rejected{Rejection::rate_limited, window.retry_after(limit, situation.now, wanted)};
}

Effects profile_update(const Situation& situation, const Profile& profile) {
  if (situation.seat->profile == profile) return {};
  return {ProfileChanged{situation.actor, profile}};
}

Outcome reduce(const Party& party, const Command& command, const Actor& actor, ServerTime now, const Limits& limits) {
  const Situation situation{party, actor, now, limits, find(party.roster, actor)};
  // Ending an ended party again and asking for its state are answered; nothing else is.
  const bool meaningful_after_end = std::holds_alternative<End>(command) || std::holds_alternative<NoteSync>(command);
  const auto admission = admitted(situation, kind_of(command), meaningful_after_end);
  if (!admission) return admission.error();
  return std::visit([&](const auto& given) { return decide(situation, given); }, command);
}

}  // namespace matinee::party
