#include "party/effect.hpp"

#include <algorithm>

#include "party/forgotten.hpp"
#include "party/start_lead.hpp"

namespace matinee::party {
namespace {

/// Changes the state; the only code that does.
class Applier {
 public:
  Applier(Party& party, const Limits& limits) : party_(party), limits_(limits) {}

  void operator()(const PlaybackChanged& effect) {
    note_undoable(effect);
    note_readiness(effect);
    const bool other_clip = effect.playback.clip != party_.playback.clip;
    if (other_clip || begins_anew(effect)) party_.skip_votes.reset();
    party_.playback = effect.playback;
    party_.waiting = effect.playback.holding ? waiting_now(effect.at) : nullptr;
    // Whoever starts the film, or stops it, has decided; a seek leaves it standing for the start to come. That was set
    // for this film, and no other starts in its place.
    const bool decided = is_going(effect.playback) || effect.change == PlaybackChange::pause;
    if (decided || other_clip) party_.scheduled_start.reset();
    note_respite(effect);
    party_.playback_changed_at = effect.at;
    ++party_.revision;
  }
  void operator()(const LateExcused& effect) { readiness(effect.at).excuse_late(effect.at); }
  void operator()(const LateExpired& effect) { readiness(effect.at).expire(effect.at); }
  void operator()(const WaitingRetold& effect) { party_.waiting = waiting_now(effect.at); }
  void operator()(const StartScheduled& effect) { party_.scheduled_start = effect.start; }
  void operator()(const StartCancelled&) { party_.scheduled_start.reset(); }
  void operator()(const ReadyCheckOpened& effect) { party_.ready_check = effect.check; }
  void operator()(const ReadyCheckAnswered& effect) {
    if (!party_.ready_check) return;
    ReadyCheck& check = *party_.ready_check;
    effect.is_ready ? (void)check.ready.insert(effect.by.user) : (void)check.ready.erase(effect.by.user);
    check.changed_by = effect.by;
    check.changed = true;
  }
  void operator()(const ReadyCheckTold& effect) {
    if (effect.view.state != ReadyCheckState::open) party_.ready_check.reset();
    if (!party_.ready_check) return;
    party_.ready_check->told_at = effect.at;
    party_.ready_check->changed = false;
  }
  void operator()(const SettingsChanged& effect) {
    party_.settings = effect.settings;
    readiness(effect.at);
  }
  void operator()(const Seated& effect) { party_.roster.insert_or_assign(effect.participant.user, effect.participant); }
  void operator()(const ProfileChanged& effect) {
    with(effect.user, [&](Participant& seat) { seat.profile = effect.profile; });
  }
  void operator()(const Unseated& effect) {
    const UserId& user = effect.participant.user;
    if (effect.participant.connections > 0) --party_.connected;
    party_.roster.erase(user);
    party_.readiness.unseat(user, effect.at);
    drop_answer(user);
    drop_vote(user);
  }
  void operator()(const RoleChanged& effect) {
    with(effect.user, [&](Participant& seat) { seat.role = effect.role; });
    if (effect.role != Role::host) return;
    const bool by_host = effect.by && effect.by->user == party_.host;
    pass_claim(party_, effect.user, by_host);
    party_.host = effect.user;
    readiness(effect.at);
  }
  void operator()(const KickAdded& effect) { party_.kicked.insert(effect.user); }
  void operator()(const KickLifted& effect) { party_.kicked.erase(effect.user); }
  void operator()(const InviteCodeChanged& effect) { party_.invite_code = effect.code; }
  void operator()(const InvitationCreated& effect) {
    change_admission(party_.admission, [&](Admission& admission) {
      admission.invitations.insert_or_assign(effect.invitation.id, effect.invitation);
    });
  }
  void operator()(const InvitationRemoved& effect) {
    change_admission(party_.admission, [&](Admission& admission) { admission.invitations.erase(effect.id); });
  }
  void operator()(const InvitationUsed& effect) {
    change_admission(party_.admission, [&](Admission& admission) {
      const auto found = admission.invitations.find(effect.id);
      if (found != admission.invitations.end()) ++found->second.uses;
    });
  }
  void operator()(const PasswordChanged& effect) {
    change_admission(party_.admission, [&](Admission& admission) { admission.password_hash = effect.hash; });
  }
  void operator()(const JoinRequested& effect) {
    change_admission(party_.admission,
                     [&](Admission& admission) { admission.requests.insert_or_assign(effect.user, effect.request); });
  }
  void operator()(const JoinRequestAnswered& effect) {
    change_admission(party_.admission, [&](Admission& admission) {
      const auto found = admission.requests.find(effect.user);
      if (found == admission.requests.end()) return;
      if (effect.answer != JoinAnswer::declined) return (void)admission.requests.erase(found);
      found->second.declined = true;
      found->second.at = effect.at;
    });
  }
  void operator()(const PartyEnded&) {
    party_.status = Status::ended;
    party_.playback.holding = false;
    party_.scheduled_start.reset();
    party_.ready_check.reset();
    party_.skip_votes.reset();
    party_.waiting.reset();
    party_.readiness = Readiness{};
  }
  void operator()(const ConnectionsChanged& effect) {
    with(effect.user, [&](Participant& seat) {
      const bool before = seat.connections > 0;
      seat.connections = static_cast<std::size_t>(static_cast<long>(seat.connections) + effect.difference);
      const bool after = seat.connections > 0;
      if (before != after) after ? ++party_.connected : --party_.connected;
      if (after) return;
      seat.report.reset();  // of a player that is gone
      party_.readiness.disconnect(effect.user, effect.at);
      drop_vote(effect.user);
    });
    drop_answer(effect.user);
  }
  void operator()(const PresenceAnnounced& effect) {
    with(effect.user, [&](Participant& seat) { seat.announced = effect.present; });
  }
  void operator()(const ChatPosted& effect) {
    with(effect.user, [&](Participant& seat) { seat.chats.record(limits_.chats, effect.at); });
  }
  void operator()(const MessageEdited& effect) {
    count_message_change(party_.chat, effect.message->user, limits_.message_changes, *effect.message->edited_at);
  }
  void operator()(const MessageDeleted& effect) {
    count_message_change(party_.chat, effect.by.user, limits_.message_changes, effect.at);
  }
  void operator()(const MessageReported& effect) {
    count_message_change(party_.chat, effect.reporter, limits_.message_changes, effect.at);
  }
  void operator()(const MuteChanged& effect) {
    effect.muted ? add_mute(party_.chat, effect.user, effect.until) : remove_mute(party_.chat, effect.user);
  }
  void operator()(const Reacted& effect) {
    std::size_t total = 0;
    for (const ReactionCount& reaction : effect.reactions) total += reaction.count;
    with(effect.user, [&](Participant& seat) { seat.reactions.record(limits_.reactions, effect.at, total); });
  }
  void operator()(const TypingChanged& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.typing = effect.is_typing;
      seat.typing_changes.record(limits_.typing, effect.at);
    });
  }
  void operator()(const Reported& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.report = effect.report;
      seat.last_sync = effect.report.at;
      if (seat.connections > 0) note_report(effect);
      note_round_trips(party_, effect.report.at);
    });
  }
  void operator()(const StatusAnnounced& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.status_told = effect.status;
      seat.status_changes.record(limits_.status, effect.at);
    });
  }
  void operator()(const IgnoreWaitChanged& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.ignore_wait = effect.ignore_wait;
      readiness(effect.at).ignore(effect.user, effect.ignore_wait, effect.at);
    });
  }
  void operator()(const ControlAsked& effect) {
    with(effect.user, [&](Participant& seat) { seat.control_asked_at = effect.at; });
  }
  void operator()(const Synced& effect) {
    with(effect.user, [&](Participant& seat) { seat.last_sync = effect.at; });
  }
  void operator()(const UserForgotten& effect) {
    party_.queue = without_name_of(party_.queue, effect.user);
    forget_at_the_door(party_.admission, effect.user);
  }
  void operator()(const QueueChanged& effect) {
    party_.queue = effect.queue;
    if (!effect.by) return;
    with(effect.by->user, [&](Participant& seat) { seat.queue_changes.record(limits_.queue_changes, effect.at); });
  }
  void operator()(const SkipVoted& effect) {
    if (!party_.skip_votes) party_.skip_votes.emplace();
    SkipVotes& votes = *party_.skip_votes;
    effect.skip ? (void)votes.users.insert(effect.user) : (void)votes.users.erase(effect.user);
    votes.changed = true;
    with(effect.user, [&](Participant& seat) { seat.queue_changes.record(limits_.queue_changes, effect.at); });
  }
  void operator()(const SkipVotesTold& effect) {
    if (!party_.skip_votes) return;
    party_.skip_votes->told_at = effect.at;
    party_.skip_votes->changed = false;
    if (party_.skip_votes->users.empty()) party_.skip_votes.reset();
  }
  void operator()(const ClipLengthLearned& effect) {
    party_.playback.clip_length = effect.length;
    party_.playback.position = std::min(party_.playback.position, effect.length);
  }

 private:
  /// A play or a pause in between leaves what can be taken back as it is.
  static bool begins_anew(const PlaybackChanged& effect) {
    return effect.change == PlaybackChange::skip ||
           (effect.change == PlaybackChange::undo && effect.undone == PlaybackChange::skip);
  }

  void note_undoable(const PlaybackChanged& effect) {
    const bool is_undo = effect.change == PlaybackChange::undo;
    if (!is_undo && effect.change != PlaybackChange::seek && effect.change != PlaybackChange::skip) return;
    // What the queue did at the end of a clip would only happen again.
    if (!effect.by) return party_.undoable.reset();
    const PlaybackChange change = is_undo ? effect.undone : effect.change;
    party_.undoable = Undoable{change, reanchored(party_.playback, effect.at)};
  }

  void note_respite(const PlaybackChanged& effect) {
    HoldRespite& respite = party_.hold_respite;
    if (effect.by) {
      respite.length = shortest_hold_respite;
    } else if (effect.playback.playing) {
      respite.began = effect.playback.at;
    } else if (effect.change == PlaybackChange::waiting) {
      respite.length = respite_after_hold(respite, effect.at);
    }
  }

  /// With the members in view that the policy is about.
  Readiness& readiness(ServerTime now) {
    const bool host_alone = party_.settings.waiting == WaitingPolicy::host;
    party_.readiness.select(host_alone ? std::optional{party_.host} : std::nullopt, now);
    return party_.readiness;
  }

  std::shared_ptr<const Waiting> waiting_now(ServerTime at) const {
    return std::make_shared<const Waiting>(waiting_of(party_, at));
  }

  /// Another rate leaves a hold as it is; anything else ends it, or begins it anew.
  void note_readiness(const PlaybackChanged& effect) {
    Readiness& players = readiness(effect.at);
    const Playback& next = effect.playback;
    if (effect.change == PlaybackChange::rate && next.holding == players.holding()) return;
    players.end_hold(effect.at);
    const bool new_clip = effect.change == PlaybackChange::skip || next.clip != party_.playback.clip;
    if (is_jump(effect.change)) players.everyone_loads(new_clip, effect.at);
    if (next.holding) players.begin_hold(effect.at, limits_.waiting);
  }

  /// A report without a trusted moment is as old as its way here, where that is known.
  void note_report(const Reported& effect) {
    const PlayerReport& report = effect.report;
    const ServerTime sampled_at = report.sampled_at.value_or(report.at - report.round_trip.value_or(Millis{0}));
    const bool ready = report.status.ready && !report.status.buffering;
    readiness(report.at).report(effect.user, ready, sampled_at, report.at, party_.playback.playing);
  }

  /// Whoever comes or goes changes who has to answer; whoever goes takes the answer along.
  void drop_answer(const UserId& user) {
    if (!party_.ready_check) return;
    const Participant* seat = find(party_.roster, user);
    if (seat == nullptr || seat->connections == 0) party_.ready_check->ready.erase(user);
    party_.ready_check->changed = true;
  }

  /// Only those who are there count. How many there are has changed, too.
  void drop_vote(const UserId& user) {
    if (!party_.skip_votes) return;
    party_.skip_votes->users.erase(user);
    party_.skip_votes->changed = true;
  }

  template <class Change>
  void with(const UserId& user, Change change) {
    const auto seat = party_.roster.find(user);
    if (seat != party_.roster.end()) change(seat->second);
  }

  Party& party_;
  const Limits& limits_;
};

struct Durable {
  bool operator()(const PlaybackChanged&) const { return true; }
  bool operator()(const StartScheduled&) const { return true; }
  bool operator()(const StartCancelled&) const { return true; }
  bool operator()(const SettingsChanged&) const { return true; }
  bool operator()(const Seated&) const { return true; }
  bool operator()(const ProfileChanged&) const { return true; }
  bool operator()(const Unseated&) const { return true; }
  bool operator()(const RoleChanged&) const { return true; }
  bool operator()(const KickAdded&) const { return true; }
  bool operator()(const KickLifted&) const { return true; }
  bool operator()(const InviteCodeChanged&) const { return true; }
  bool operator()(const InvitationCreated&) const { return true; }
  bool operator()(const InvitationRemoved&) const { return true; }
  bool operator()(const InvitationUsed&) const { return true; }
  bool operator()(const PasswordChanged&) const { return true; }
  bool operator()(const JoinRequested&) const { return true; }
  bool operator()(const JoinRequestAnswered&) const { return true; }
  bool operator()(const PartyEnded&) const { return true; }
  bool operator()(const ChatPosted&) const { return true; }
  bool operator()(const MessageEdited&) const { return true; }
  bool operator()(const MessageDeleted&) const { return true; }
  bool operator()(const MessageReported&) const { return true; }
  bool operator()(const MuteChanged&) const { return true; }
  bool operator()(const LateExcused&) const { return false; }
  bool operator()(const LateExpired&) const { return false; }
  bool operator()(const WaitingRetold&) const { return false; }
  bool operator()(const ReadyCheckOpened&) const { return false; }
  bool operator()(const ReadyCheckAnswered&) const { return false; }
  bool operator()(const ReadyCheckTold&) const { return false; }
  bool operator()(const IgnoreWaitChanged&) const { return false; }
  bool operator()(const ConnectionsChanged&) const { return false; }
  bool operator()(const PresenceAnnounced&) const { return false; }
  bool operator()(const Reacted&) const { return false; }
  bool operator()(const TypingChanged&) const { return false; }
  bool operator()(const Reported&) const { return false; }
  bool operator()(const StatusAnnounced&) const { return false; }
  bool operator()(const ControlAsked&) const { return false; }
  bool operator()(const Synced&) const { return false; }
  bool operator()(const ClipLengthLearned&) const { return false; }
  bool operator()(const QueueChanged&) const { return true; }
  bool operator()(const SkipVoted&) const { return false; }
  bool operator()(const SkipVotesTold&) const { return false; }
  bool operator()(const UserForgotten&) const { return true; }
};

}  // namespace

bool is_durable(const Effect& effect) {
  return std::visit(Durable{}, effect);
}

void apply(Party& party, const Effect& effect, const Limits& limits) {
  std::visit(Applier{party, limits}, effect);
}

}  // namespace matinee::party
