// PartyActor: what changes in a party of many, which tells some things in sums.
#include "engine/party_actor.hpp"

namespace matinee::engine {
namespace {

/// Who runs the party is always told by name.
bool in_the_crowd(const protocol::ParticipantView& participant) {
  return participant.role == party::Role::viewer;
}

/// Told by name and at once, of somebody whose arrival may still be untold.
bool names_one_of_the_crowd(const party::Effect& effect) {
  const auto* unseated = std::get_if<party::Unseated>(&effect);
  return std::holds_alternative<party::RoleChanged>(effect) ||
         (unseated != nullptr && unseated->reason == party::UnseatReason::kicked);
}

}  // namespace

/// Takes what is told later, in sum with others; false for what is to be told now.
bool PartyActor::absorb(const Staged& staged) {
  if (const auto* typing = std::get_if<party::TypingChanged>(&staged.effect)) return absorb_typing(*typing);
  if (const auto* unseated = std::get_if<party::Unseated>(&staged.effect)) forget_typist(unseated->participant.user);
  // What is still to be told of the crowd comes first: one who left is not told before having joined.
  if (!crowded() && !crowd_due_) return false;
  if (names_one_of_the_crowd(staged.effect)) {
    crowd_.take(ready_, context(), party_.connected);
    return false;
  }
  if (const auto* presence = std::get_if<party::PresenceAnnounced>(&staged.effect)) {
    if (!staged.about || !in_the_crowd(*staged.about)) return false;
    presence->present ? crowd_.note_arrival(*staged.about) : crowd_.note_departure(*staged.about);
  } else if (const auto* unseated = std::get_if<party::Unseated>(&staged.effect)) {
    const protocol::ParticipantView gone = view_of(unseated->participant);
    if (!in_the_crowd(gone)) return false;
    crowd_.note_departure(gone);
  } else if (const auto* reacted = std::get_if<party::Reacted>(&staged.effect)) {
    crowd_.note_reactions(*reacted);
  } else {
    return false;
  }
  tell_crowd_soon();
  return true;
}

/// In a crowd nobody is told who types: many would be told of many, all the time, and nobody could read it. Who was
/// told to type when there were fewer is told to have stopped.
bool PartyActor::absorb_typing(const party::TypingChanged& typing) {
  if (typing.is_typing) {
    if (crowded()) return true;
    (typists_ ? *typists_ : typists_.emplace()).insert(typing.user);
    return false;
  }
  return !forget_typist(typing.user);
}

/// Whether it was told of them that they type.
bool PartyActor::forget_typist(const UserId& user) {
  if (!typists_ || typists_->erase(user) == 0) return false;
  if (typists_->empty()) typists_.reset();
  return true;
}

void PartyActor::tell_crowd_soon() {
  if (crowd_due_) return;
  crowd_due_ = true;
  environment_.executor.call_after(
      environment_.options.crowd_interval,
      [revisit = environment_.revisit, id = name()] { revisit(id, [](PartyActor& actor) { actor.tell_crowd(); }); });
}

void PartyActor::tell_crowd() {
  crowd_due_ = false;
  if (crowd_.empty()) return;
  crowd_.take(ready_, context(), party_.connected);
  environment_.mark_dirty(party_.id);
}

}  // namespace matinee::engine
