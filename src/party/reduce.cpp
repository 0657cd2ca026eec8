#include "party/reduce.hpp"

#include <utility>

#include "party/permissions.hpp"
#include "party/start_lead.hpp"

namespace matinee::party {
namespace {

using Effects = std::vector<Effect>;

Rejected reject(Rejection reason) {
  return Rejected{reason, Millis{0}};
}

/// One command, decided. Members named as the commands are; each returns the effects or why not.
class Reducer {
 public:
  Reducer(const Party& party, const Actor& actor, ServerTime now, const Limits& limits)
      : party_(party), actor_(actor), now_(now), limits_(limits), seat_(find(party.roster, actor)) {}

  Outcome operator()(const Play&) const {
    Playback next = reanchored(party_.playback, now_);
    if (!next.playing) next.at = now_ + start_lead(party_.roster, now_, limits_);
    next.playing = true;
    return changed(PlaybackChange::play, std::move(next));
  }

  Outcome operator()(const Pause&) const {
    Playback next = reanchored(party_.playback, now_);
    next.playing = false;
    return changed(PlaybackChange::pause, std::move(next));
  }

  /// A seek pauses, so that everyone gathers at the new position.
  Outcome operator()(const Seek& command) const {
    Playback next = party_.playback;
    next.position = command.position;
    next.at = now_;
    next.playing = false;
    next.position = position_at(next, now_);
    return changed(PlaybackChange::seek, std::move(next));
  }

  Outcome operator()(const Skip& command) const {
    Playback next = party_.playback;
    next.clip = command.clip;
    next.clip_length.reset();
    next.position = Millis{0};
    next.at = now_ + start_lead(party_.roster, now_, limits_);
    next.playing = true;
    return changed(PlaybackChange::skip, std::move(next));
  }

  Outcome operator()(const End&) const {
    if (party_.status == Status::ended) return Effects{};
    return Effects{PartyEnded{EndReason::ended_by_host}};
  }

  Outcome operator()(const SetRole& command) const {
    const Participant* target = find(party_.roster, command.user);
    if (target == nullptr) return reject(Rejection::unknown_target);
    if (target->role == command.role) return Effects{};
    if (target->role == Role::host) return reject(Rejection::invalid_target);
    Effects effects{RoleChanged{command.user, command.role, target->role}};
    if (command.role == Role::host) effects.push_back(RoleChanged{actor_, Role::co_host, Role::host});
    return effects;
  }

  Outcome operator()(const Kick& command) const {
    if (command.user == actor_) return reject(Rejection::invalid_target);
    if (party_.kicked.contains(command.user)) return Effects{};
    const Participant* target = find(party_.roster, command.user);
    if (target == nullptr) return reject(Rejection::unknown_target);
    return Effects{KickAdded{command.user}, Unseated{*target, UnseatReason::kicked}};
  }

  Outcome operator()(const LiftKick& command) const {
    if (!party_.kicked.contains(command.user)) return reject(Rejection::unknown_target);
    return Effects{KickLifted{command.user}};
  }

  Outcome operator()(const Join& command) const {
    if (party_.kicked.contains(actor_)) return reject(Rejection::kicked);
    if (party_.status == Status::ended) return reject(Rejection::party_ended);
    if (seat_ != nullptr) return profile_update(command.profile);
    if (!command.by_invite && party_.visibility != Visibility::public_) return reject(Rejection::not_invited);
    if (party_.roster.size() >= seat_limit(party_, limits_)) return reject(Rejection::seats_full);
    Participant newcomer;
    newcomer.user = actor_;
    newcomer.profile = command.profile;
    newcomer.joined_at = now_;
    return Effects{Seated{std::move(newcomer)}};
  }

  Outcome operator()(const Leave&) const {
    if (seat_ == nullptr) return reject(Rejection::not_participant);
    if (party_.status == Status::ended) return Effects{};
    Effects effects{Unseated{*seat_, UnseatReason::left}};
    if (seat_->role != Role::host) return effects;
    if (const Participant* next = successor(party_.roster, actor_)) {
      effects.push_back(RoleChanged{next->user, Role::host, next->role});
    } else {
      effects.push_back(PartyEnded{EndReason::last_participant_left});
    }
    return effects;
  }

  Outcome operator()(const Connect& command) const {
    if (seat_ == nullptr) {
      return reject(party_.kicked.contains(actor_) ? Rejection::kicked : Rejection::not_participant);
    }
    if (party_.status == Status::ended) return reject(Rejection::party_ended);
    if (seat_->connections >= limits_.connections_per_user) return reject(Rejection::connections_full);
    // Reachable when the server's cap was lowered below the seats already given.
    if (seat_->connections == 0 && party_.connected >= seat_limit(party_, limits_)) {
      return reject(Rejection::seats_full);
    }
    Effects effects = profile_update(command.profile);
    effects.push_back(ConnectionsChanged{actor_, +1});
    if (!seat_->announced) effects.push_back(PresenceAnnounced{actor_, true});
    return effects;
  }

  Outcome operator()(const Disconnect& command) const {
    if (seat_ == nullptr || seat_->connections == 0) return Effects{};
    Effects effects{ConnectionsChanged{actor_, -1}};
    if (seat_->connections > 1) return effects;
    if (seat_->typing) effects.push_back(TypingChanged{actor_, false, now_});
    if (command.clean && seat_->announced) effects.push_back(PresenceAnnounced{actor_, false});
    return effects;
  }

  Outcome operator()(const GraceOver&) const {
    if (seat_ == nullptr || seat_->connections > 0 || !seat_->announced) return Effects{};
    return Effects{PresenceAnnounced{actor_, false}};
  }

  Outcome operator()(const Chat& command) const {
    if (seat_->chats.room(limits_.chats, now_) == 0) return limited(seat_->chats, limits_.chats);
    return Effects{ChatPosted{command.id, actor_, command.message, now_}};
  }

  Outcome operator()(const React& command) const {
    std::size_t total = 0;
    for (const ReactionCount& reaction : command.reactions) total += reaction.count;
    if (seat_->reactions.room(limits_.reactions, now_) < total)
      return limited(seat_->reactions, limits_.reactions, total);
    const Millis at_position = command.video_timestamp.value_or(position_at(party_.playback, now_));
    return Effects{Reacted{actor_, command.reactions, at_position, command.batch, now_}};
  }

  Outcome operator()(const SetTyping& command) const {
    if (seat_->typing == command.is_typing) return Effects{};
    // Only starting is limited: a refused stop would leave the others looking at somebody who types for ever.
    if (command.is_typing && seat_->typing_changes.room(limits_.typing, now_) == 0) {
      return limited(seat_->typing_changes, limits_.typing);
    }
    return Effects{TypingChanged{actor_, command.is_typing, now_}};
  }

  Outcome operator()(const Report& command) const {
    PlayerReport report = command.report;
    report.at = now_;
    return Effects{Reported{actor_, report}};
  }

  Outcome operator()(const NoteSync&) const { return Effects{Synced{actor_, now_}}; }

  Outcome operator()(const LearnClipLength& command) const {
    if (party_.playback.clip != command.clip || party_.playback.clip_length == command.length) return Effects{};
    return Effects{ClipLengthLearned{command.length}};
  }

  Outcome operator()(const Expire&) const {
    if (party_.status == Status::ended || party_.connected > 0) return Effects{};
    return Effects{PartyEnded{EndReason::nobody_connected}};
  }

  /// What holds before any command of this kind is looked at: a seat, the right, a party that goes on.
  Result<void, Rejected> admitted(CommandKind kind, bool meaningful_after_end) const {
    if (kind == CommandKind::server) {
      if (!actor_.empty()) return reject(Rejection::management_denied);
      return success();
    }
    if (kind == CommandKind::membership) return success();
    if (seat_ == nullptr) return reject(Rejection::not_participant);
    if (!allowed(seat_->role, kind)) {
      return reject(kind == CommandKind::playback ? Rejection::playback_denied : Rejection::management_denied);
    }
    if (party_.status == Status::ended && !meaningful_after_end) return reject(Rejection::party_ended);
    return success();
  }

 private:
  Outcome changed(PlaybackChange change, Playback next) const {
    return Effects{PlaybackChanged{change, std::move(next)}};
  }

  Effects profile_update(const Profile& profile) const {
    if (seat_->profile == profile) return {};
    return {ProfileChanged{actor_, profile}};
  }

  Rejected limited(const RateWindow& window, const RateLimit& limit, std::size_t wanted = 1) const {
    return Rejected{Rejection::rate_limited, window.retry_after(limit, now_, wanted)};
  }

  const Party& party_;
  const Actor& actor_;
  ServerTime now_;
  const Limits& limits_;
  const Participant* seat_;
};

}  // namespace

Outcome reduce(const Party& party, const Command& command, const Actor& actor, ServerTime now, const Limits& limits) {
  const Reducer reducer(party, actor, now, limits);
  // Ending an ended party again and asking for its state are answered; nothing else is.
  const bool meaningful_after_end = std::holds_alternative<End>(command) || std::holds_alternative<NoteSync>(command);
  if (auto admitted = reducer.admitted(kind_of(command), meaningful_after_end); !admitted) return admitted.error();
  return std::visit(reducer, command);
}

}  // namespace matinee::party
