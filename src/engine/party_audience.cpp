// PartyActor: how the party is attended. A ledger exists while something has changed that is not stored; a timer stores
// it, or the last departure.
#include <utility>

#include "engine/party_actor.hpp"

namespace matinee::engine {

/// `viewers_before`: connected until this change.
AudienceLedger& PartyActor::audience_ledger(std::size_t viewers_before) {
  if (audience_ != nullptr) return *audience_;
  const ServerTime now = environment_.clock.now();
  audience_ = std::make_unique<AudienceLedger>(viewers_before, now);
  environment_.executor.call_after(stretch_length(now - party_.created_at),
                                   [revisit = environment_.revisit, id = name()] {
                                     revisit(id, [](PartyActor& actor) { actor.store_audience(); });
                                   });
  return *audience_;
}

void PartyActor::note_audience(std::size_t connected_before) {
  if (connected_before == party_.connected) return;
  audience_ledger(connected_before).note_viewers(party_.connected, environment_.clock.now());
  if (party_.connected == 0) store_audience();
}

void PartyActor::note_said(const party::ChatPosted& said) {
  audience_ledger(party_.connected).note_message(said.clip ? &*said.clip : nullptr, said.position);
}

void PartyActor::note_reacted(const party::Reacted& reacted) {
  std::size_t total = 0;
  for (const party::ReactionCount& reaction : reacted.reactions) total += reaction.count;
  audience_ledger(party_.connected).note_reactions(total);
}

/// Nobody was told that it is stored, so nobody waits, and what a failing storage does not take is let go. A timer of an
/// earlier ledger stores a later one before its time, which does no harm.
void PartyActor::store_audience() {
  if (audience_ == nullptr) return;
  const ServerTime now = environment_.clock.now();
  environment_.committer.submit(std::exchange(audience_, nullptr)->figures(party_.id, now), [](const auto&) {});
  environment_.look_at_idle(party_.id);
}

void PartyActor::audience(const UserId& user, Reply<std::optional<storage::AudienceStretch>> reply) {
  using Current = std::optional<storage::AudienceStretch>;
  admit_reader(user, true,
               [this, reply = std::move(reply)](Result<void, protocol::Refusal> admitted) {
                 if (!admitted) return reply(admitted.error());
                 if (audience_ == nullptr) return reply(Current{});
                 reply(Current{audience_->stretch(environment_.clock.now())});
               });
}

}  // namespace matinee::engine
