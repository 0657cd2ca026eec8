// What the tests of party/ and protocol/ share: parties in a few words, and commands, effects and whole states as short
// texts, so that a failing comparison says in words what differs.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "party/admission_test_support.hpp"
#include "party/permissions.hpp"
#include "party/queue_test_support.hpp"
#include "party/reduce.hpp"

namespace matinee::party::testing {

using namespace std::chrono_literals;

inline constexpr ServerTime start = from_unix_ms(1'735'660'800'000);

inline std::string text_of(const std::optional<Millis>& ms) {
  return ms ? fmt::format("{}ms", ms->count()) : "-";
}

inline std::string text_of(Rejection reason) {
  switch (reason) {
    case Rejection::not_participant:
      return "not_participant";
    case Rejection::not_invited:
      return "not_invited";
    case Rejection::kicked:
      return "kicked";
    case Rejection::party_locked:
      return "party_locked";
    case Rejection::playback_denied:
      return "playback_denied";
    case Rejection::management_denied:
      return "management_denied";
    case Rejection::party_ended:
      return "party_ended";
    case Rejection::seats_full:
      return "seats_full";
    case Rejection::connections_full:
      return "connections_full";
    case Rejection::rate_limited:
      return "rate_limited";
    case Rejection::unknown_target:
      return "unknown_target";
    case Rejection::invalid_target:
      return "invalid_target";
    case Rejection::nothing_to_play:
      return "nothing_to_play";
    case Rejection::already_going:
      return "already_going";
    case Rejection::bad_start_time:
      return "bad_start_time";
    case Rejection::nothing_to_undo:
      return "nothing_to_undo";
    case Rejection::moderation_denied:
      return "moderation_denied";
    case Rejection::muted:
      return "muted";
    case Rejection::chat_closed:
      return "chat_closed";
    case Rejection::slow_mode:
      return "slow_mode";
    case Rejection::unknown_message:
      return "unknown_message";
    case Rejection::not_author:
      return "not_author";
    case Rejection::own_message:
      return "own_message";
    case Rejection::outranked:
      return "outranked";
    case Rejection::too_old:
      return "too_old";
    case Rejection::queue_denied:
      return "queue_denied";
    case Rejection::play_denied:
      return "play_denied";
    case Rejection::queue_full:
      return "queue_full";
    case Rejection::no_such_item:
      return "no_such_item";
    case Rejection::nothing_queued:
      return "nothing_queued";
    case Rejection::votes_off:
      return "votes_off";
    case Rejection::invitation_invalid:
      return "invitation_invalid";
    case Rejection::too_many_invitations:
      return "too_many_invitations";
    case Rejection::no_such_invitation:
      return "no_such_invitation";
    case Rejection::password_required:
      return "password_required";
    case Rejection::wrong_password:
      return "wrong_password";
    case Rejection::join_declined:
      return "join_declined";
    case Rejection::waiting_room_full:
      return "waiting_room_full";
    case Rejection::no_join_request:
      return "no_join_request";
    case Rejection::no_claim:
      return "no_claim";
  }
  return "?";
}

inline std::string text_of(const Playback& playback) {
  return fmt::format("{}{} {} at {}ms rate {}", playback.clip ? playback.clip->str() : "no clip",
                     playback.clip_length ? fmt::format(" of {}ms", playback.clip_length->count()) : "",
                     playback.playing   ? "playing"
                     : playback.holding ? "holding"
                                        : "paused",
                     playback.position.count(), playback.rate);
}

inline std::string text_of(const std::vector<ReactionCount>& reactions) {
  std::string text;
  for (const ReactionCount& reaction : reactions) text += fmt::format(" {}x{}", reaction.emoji, reaction.count);
  return text;
}

inline std::string mentioned(const std::vector<UserId>& users) {
  std::string text;
  for (const UserId& user : users) text += " @" + user.str();
  return text;
}

inline std::string text_of(const Profile& profile) {
  return profile.display_name + (profile.avatar_url ? " <" + *profile.avatar_url + ">" : "");
}

inline std::string text_of(const PlayerReport& report) {
  return fmt::format("at {}ms{}{}{} rtt {}", report.position.count(), report.playing ? " playing" : "",
                     report.status.buffering ? " buffering" : "", report.status.ready ? " ready" : "",
                     text_of(report.round_trip)) +
         (report.sampled_at ? fmt::format(" sampled {}", to_unix_ms(*report.sampled_at)) : "") +
         (report.drift ? fmt::format(" drift {}ms", report.drift->count()) : "");
}

inline std::string text_of(const PlayerStatus& status) {
  return fmt::format("{}{}{}", status.buffering ? "buffering" : "flowing", status.ready ? " ready" : "",
                     status.ignore_wait ? " ignored" : "");
}

inline std::string_view name_of(PlaybackChange change) {
  static constexpr std::string_view names[] = {"play", "pause", "seek", "skip", "rate", "undo", "waiting"};
  return names[static_cast<std::size_t>(change)];
}

struct CommandText : AdmissionCommandText {
  using AdmissionCommandText::operator();
  std::string operator()(const Play&) const { return "play"; }
  std::string operator()(const Pause&) const { return "pause"; }
  std::string operator()(const Seek& command) const {
    const std::string_view after = !command.resume ? "" : *command.resume ? " resuming" : " pausing";
    return fmt::format("seek {}ms{}", command.position.count(), after);
  }
  std::string operator()(const Skip& command) const { return "skip " + command.clip.str(); }
  std::string operator()(const SetRate& command) const { return fmt::format("rate {}", command.rate); }
  std::string operator()(const Undo&) const { return "undo"; }
  std::string operator()(const OpenReadyCheck& command) const {
    return "ready check, countdown " + text_of(command.countdown);
  }
  std::string operator()(const CancelReadyCheck&) const { return "cancel ready check"; }
  std::string operator()(const ScheduleStart& command) const {
    return command.at ? fmt::format("start at {}", to_unix_ms(*command.at)) : "start in " + text_of(command.in);
  }
  std::string operator()(const CancelStart&) const { return "cancel start"; }
  std::string operator()(const ChangeSettings& command) const {
    const auto& [waiting, resume, chat, slow_mode, queue_by, vote_skip, control_by, locked, approval] = command.patch;
    return fmt::format("settings{}{}{}{}{}{}{}{}{}", waiting ? " waiting " + std::string{to_string(*waiting)} : "",
                       !resume   ? ""
                       : *resume ? " resume"
                                 : " pause",
                       chat ? " chat " + std::string{to_string(*chat)} : "",
                       slow_mode ? fmt::format(" slow {}ms", slow_mode->count()) : "",
                       queue_by ? " queue by " + std::string{to_string(*queue_by)} : "",
                       vote_skip ? fmt::format(" skip at {}%", *vote_skip) : "",
                       control_by ? " control " + std::string{to_string(*control_by)} : "",
                       !locked   ? ""
                       : *locked ? " locked"
                                 : " open",
                       !approval   ? ""
                       : *approval ? " by approval"
                                   : " without approval");
  }
  std::string operator()(const End&) const { return "end"; }
  std::string operator()(const SetRole& command) const {
    return fmt::format("role {} {}", command.user.str(), to_string(command.role));
  }
  std::string operator()(const Kick& command) const { return "kick " + command.user.str(); }
  std::string operator()(const LiftKick& command) const { return "lift " + command.user.str(); }
  std::string operator()(const RotateInviteCode& command) const { return "code " + command.code; }
  std::string operator()(const Join& command) const {
    return fmt::format("join {}{}", text_of(command.profile), command.by_invite ? "" : " by id");
  }
  std::string operator()(const Leave&) const { return "leave"; }
  std::string operator()(const Forget&) const { return "forget"; }
  std::string operator()(const Close&) const { return "close"; }
  std::string operator()(const Connect&) const { return "connect"; }
  std::string operator()(const Disconnect& command) const { return command.clean ? "disconnect" : "drop"; }
  std::string operator()(const GraceOver&) const { return "grace over"; }
  std::string operator()(const Chat& command) const {
    return fmt::format("chat {}{}{}{}", command.message,
                       command.reply_to ? " in reply to " + command.reply_to->str() : "", mentioned(command.mentions),
                       command.video_timestamp ? " at " + text_of(command.video_timestamp) : "");
  }
  std::string operator()(const EditMessage& command) const {
    return fmt::format("edit {}: {}{}", command.id.str(), command.message, mentioned(command.mentions));
  }
  std::string operator()(const DeleteMessage& command) const { return "delete " + command.id.str(); }
  std::string operator()(const ReportMessage& command) const {
    return fmt::format("report {}: {}", command.id.str(), command.reason);
  }
  std::string operator()(const SetMute& command) const {
    if (!command.muted) return "unmute " + command.user.str();
    return fmt::format("mute {}{}", command.user.str(), command.duration ? " for " + text_of(command.duration) : "");
  }
  std::string operator()(const React& command) const {
    return fmt::format("{}{} at {}", command.batch ? "reactions" : "reaction", text_of(command.reactions),
                       text_of(command.video_timestamp));
  }
  std::string operator()(const SetTyping& command) const { return command.is_typing ? "typing" : "not typing"; }
  std::string operator()(const Report& command) const { return "report " + text_of(command.report); }
  std::string operator()(const IgnoreWait& command) const {
    return command.ignore ? "don't wait for me" : "wait for me";
  }
  std::string operator()(const AnswerReadyCheck& command) const { return command.is_ready ? "ready" : "not ready"; }
  std::string operator()(const AskControl&) const { return "ask control"; }
  std::string operator()(const NoteSync&) const { return "sync"; }
  std::string operator()(const LearnClipLength& command) const {
    return fmt::format("length {} {}ms", command.clip.str(), command.length.count());
  }
  std::string operator()(const ChangeQueue& command) const { return std::visit(QueueRequestText{}, command.request); }
  std::string operator()(const VoteSkip& command) const { return command.skip ? "vote to skip" : "vote not to skip"; }
  std::string operator()(const Review&) const { return "review"; }
  std::string operator()(const Expire&) const { return "expire"; }
};
inline std::string text_of(const Command& command) {
  return std::visit(CommandText{}, command);
}

struct EffectText : AdmissionEffectText {
  using AdmissionEffectText::operator();
  std::string operator()(const PlaybackChanged& effect) const {
    const std::string undone = effect.change == PlaybackChange::undo ? fmt::format(" {}", name_of(effect.undone)) : "";
    return fmt::format("{}{}: {}", name_of(effect.change), undone, text_of(effect.playback));
  }
  std::string operator()(const LateExcused&) const { return "late ones excused"; }
  std::string operator()(const LateExpired&) const { return "late ones given up"; }
  std::string operator()(const WaitingRetold&) const { return "waiting retold"; }
  std::string operator()(const StartScheduled& effect) const {
    return fmt::format("start at {} by {}", to_unix_ms(effect.start.at), effect.start.by.str());
  }
  std::string operator()(const StartCancelled&) const { return "start cancelled"; }
  std::string operator()(const ReadyCheckOpened&) const { return "ready check opened"; }
  std::string operator()(const ReadyCheckAnswered& effect) const {
    return effect.by.user.str() + (effect.is_ready ? " is ready" : " is not ready");
  }
  std::string operator()(const ReadyCheckTold& effect) const {
    return fmt::format("ready check {} {}/{}", to_string(effect.view.state), effect.view.ready_count,
                       effect.view.total);
  }
  std::string operator()(const SettingsChanged& effect) const {
    return fmt::format("settings: waiting {}, {} after a seek", to_string(effect.settings.waiting),
                       effect.settings.resume_after_seek ? "plays on" : "pauses");
  }
  std::string operator()(const Seated& effect) const {
    return fmt::format("seated {} as {}", effect.participant.user.str(), to_string(effect.participant.role));
  }
  std::string operator()(const ProfileChanged& effect) const {
    return fmt::format("profile of {}: {}", effect.user.str(), text_of(effect.profile));
  }
  std::string operator()(const Unseated& effect) const {
    return fmt::format("{} {}", effect.participant.user.str(),
                       effect.reason == UnseatReason::kicked ? "removed" : "left");
  }
  std::string operator()(const RoleChanged& effect) const {
    return fmt::format("{} {} -> {}", effect.user.str(), to_string(effect.previous), to_string(effect.role));
  }
  std::string operator()(const KickAdded& effect) const { return "kick of " + effect.user.str(); }
  std::string operator()(const KickLifted& effect) const { return "kick lifted of " + effect.user.str(); }
  std::string operator()(const InviteCodeChanged& effect) const { return "code is " + effect.code; }
  std::string operator()(const PartyEnded& effect) const {
    static constexpr std::string_view reasons[] = {"by host", "last left", "nobody connected", "by operator"};
    return fmt::format("ended {}", reasons[static_cast<std::size_t>(effect.reason)]);
  }
  std::string operator()(const ConnectionsChanged& effect) const {
    return fmt::format("{} {:+}", effect.user.str(), effect.difference);
  }
  std::string operator()(const PresenceAnnounced& effect) const {
    return effect.user.str() + (effect.present ? " present" : " absent");
  }
  std::string operator()(const ChatPosted& effect) const {
    return fmt::format("chat {} by {}: {}", effect.id.str(), effect.user.str(), effect.message);
  }
  std::string operator()(const MessageEdited& effect) const {
    return fmt::format("{} edited: {}", effect.message->id.str(), effect.message->message);
  }
  std::string operator()(const MessageDeleted& effect) const {
    return fmt::format("{} deleted by {}", effect.id.str(), effect.by.user.str());
  }
  std::string operator()(const MessageReported& effect) const {
    return fmt::format("{} reported by {}: {}", effect.message->id.str(), effect.reporter.str(), effect.reason);
  }
  std::string operator()(const MuteChanged& effect) const {
    if (!effect.muted) return effect.user.str() + " unmuted";
    return fmt::format("{} muted{}", effect.user.str(),
                       effect.until ? fmt::format(" until {}", to_unix_ms(*effect.until)) : "");
  }
  std::string operator()(const Reacted& effect) const {
    return fmt::format("{} {}{} at {}ms", effect.user.str(), effect.batch ? "reacted in a batch" : "reacted",
                       text_of(effect.reactions), effect.video_timestamp.count());
  }
  std::string operator()(const TypingChanged& effect) const {
    return effect.user.str() + (effect.is_typing ? " types" : " stopped typing");
  }
  std::string operator()(const Reported& effect) const {
    return fmt::format("report of {} {}", effect.user.str(), text_of(effect.report));
  }
  std::string operator()(const StatusAnnounced& effect) const {
    return fmt::format("status of {}: {}", effect.user.str(), text_of(effect.status));
  }
  std::string operator()(const IgnoreWaitChanged& effect) const {
    return fmt::format("{} for {}", effect.ignore_wait ? "no waiting" : "waiting", effect.user.str());
  }
  std::string operator()(const ControlAsked& effect) const { return effect.user.str() + " asks for control"; }
  std::string operator()(const Synced& effect) const { return "synced " + effect.user.str(); }
  std::string operator()(const ClipLengthLearned& effect) const {
    return fmt::format("length {}ms", effect.length.count());
  }
  std::string operator()(const QueueChanged& effect) const {
    return fmt::format("queue {}: {}", to_string(effect.action), text_of(*effect.queue));
  }
  std::string operator()(const SkipVoted& effect) const {
    return effect.user.str() + (effect.skip ? " votes to skip" : " votes no longer");
  }
  std::string operator()(const UserForgotten& effect) const { return effect.user.str() + " forgotten"; }
  std::string operator()(const SkipVotesTold& effect) const {
    return fmt::format("skip votes {}/{}", effect.view.votes, effect.view.needed);
  }
};
inline std::string text_of(const Effect& effect) {
  return std::visit(EffectText{}, effect);
}

/// "refused: kicked", "nothing", or the effects in order: "ann left; bob viewer -> host".
inline std::string text_of(const Outcome& outcome) {
  if (!outcome) {
    const Rejected& rejected = outcome.error();
    const std::string wait = rejected.retry_after > 0ms ? " for " + text_of(rejected.retry_after) : "";
    return "refused: " + text_of(rejected.reason) + wait;
  }
  std::string text;
  for (const Effect& effect : outcome.value()) text += (text.empty() ? "" : "; ") + text_of(effect);
  return text.empty() ? "nothing" : text;
}

/// "for ann, bob" or "for 3: ann, bob"; "-" where nobody is waited for.
inline std::string text_of(const std::shared_ptr<const Waiting>& waiting) {
  if (waiting == nullptr) return "-";
  std::string text;
  for (const Waiting::For& member : waiting->named) text += (text.empty() ? "" : ", ") + member.person.user.str();
  return waiting->count == waiting->named.size() ? "for " + text : fmt::format("for {}: {}", waiting->count, text);
}

/// Everything a party is, line by line; the limits only say how the rate windows are shown.
inline std::string text_of(const Party& party, ServerTime now, const Limits& limits) {
  std::string text = fmt::format(
      "{} host={} status={} connected={} revision={} epoch={} version={} max={}\nplayback: {} since {}\nkicked:",
      party.id.str(), party.host.str(), to_string(party.status), party.connected, party.revision, party.epoch,
      party.version, party.max_participants, text_of(party.playback), to_unix_ms(party.playback.at));
  for (const UserId& user : party.kicked) text += " " + user.str();
  text += fmt::format("\nchanged at {}", to_unix_ms(party.playback_changed_at));
  if (party.undoable) text += fmt::format(" from {}", text_of(party.undoable->before));
  text += fmt::format("\nwaiting {} {} changes {} resume {}", to_string(party.settings.waiting), text_of(party.waiting),
                      party.readiness.changes(), party.settings.resume_after_seek);
  if (party.scheduled_start) text += fmt::format("\nstart at {}", to_unix_ms(party.scheduled_start->at));
  if (party.admission) text += "\n" + text_of(*party.admission);
  if (party.queue) text += fmt::format("\nqueue {}: {}", party.queue->revision, text_of(*party.queue));
  if (party.skip_votes) text += fmt::format("\nskip votes {}", party.skip_votes->users.size());
  if (party.ready_check) text += fmt::format("\nready check: {} ready", party.ready_check->ready.size());
  for (const auto& [user, seat] : party.roster) {
    text += fmt::format(
        "\n{}: {} {} joined={} connections={} announced={} typing={} chats={} reactions={} starts={} report={} told={} "
        "tellings={} sync={}",
        user.str(), text_of(seat.profile), to_string(seat.role), to_unix_ms(seat.joined_at), seat.connections,
        seat.announced, seat.typing, seat.chats.room(limits.chats, now), seat.reactions.room(limits.reactions, now),
        seat.typing_changes.room(limits.typing, now), seat.report ? text_of(*seat.report) : "-",
        text_of(seat.status_told), seat.status_changes.room(limits.status, now),
        seat.last_sync ? to_unix_ms(*seat.last_sync) : 0);
  }
  return text;
}

/// A party, its time and its limits. Users are named by their ids; "" is the server itself.
class Scene {
 public:
  /// A fresh private party: `host` has the only seat and no connection.
  Scene() {
    party.id = PartyId{"party"};
    party.title = "Friday Night Movies";
    party.host = UserId{"host"};
    party.created_at = now;
    party.playback.at = now;
    Participant seat;
    seat.user = party.host;
    seat.profile = profile("host");
    seat.role = Role::host;
    seat.joined_at = now;
    party.roster.emplace(seat.user, seat);
  }

  static Profile profile(std::string_view user) { return {"Name of " + std::string{user}, std::nullopt}; }

  /// What the command would do; nothing happens.
  Outcome decide(std::string_view user, const Command& command) const {
    return reduce(party, command, UserId{std::string{user}}, now, limits);
  }
  std::string peek(std::string_view user, const Command& command) const { return text_of(decide(user, command)); }

  /// Gives the command, applies what it does, and says what that was.
  std::string give(std::string_view user, const Command& command) {
    const Outcome outcome = decide(user, command);
    if (outcome) {
      for (const Effect& effect : outcome.value()) apply(party, effect, limits);
    }
    return text_of(outcome);
  }

  /// What the party does by itself now, as its owner has it do: "" where that is nothing.
  std::string review() {
    std::string text;
    for (int reviews = 0; reviews < 4; ++reviews) {
      const auto next = next_review(party, now, limits);
      if (!next || *next > now) break;
      text += (text.empty() ? "" : "; ") + give("", Review{});
    }
    return text;
  }
  /// Time passes; says what the party did by itself meanwhile, and when: "+10000ms: play: ...".
  std::string wait(Millis time) {
    const ServerTime begin = now;
    const ServerTime end = now + time;
    std::string text;
    const auto look = [&] {
      const std::string done = review();
      if (!done.empty()) text += fmt::format("{}+{}ms: {}", text.empty() ? "" : "\n", (now - begin).count(), done);
    };
    look();
    for (auto next = next_review(party, now, limits); next && *next <= end; next = next_review(party, now, limits)) {
      now = std::max(*next, now + 1ms);
      look();
    }
    now = end;
    look();
    return text;
  }

  std::string join(std::string_view user) { return give(user, Join{profile(user)}); }
  std::string connect(std::string_view user) { return give(user, Connect{profile(user)}); }
  /// Joins a millisecond after whoever joined before, and connects.
  void enter(std::string_view user) {
    now += 1ms;
    join(user);
    connect(user);
  }
  void role(std::string_view user, Role role) { give(party.host.str(), SetRole{UserId{std::string{user}}, role}); }

  const Participant& seat(std::string_view user) const { return party.roster.at(UserId{std::string{user}}); }
  Millis position() const { return position_at(party.playback, now); }
  std::string everything() const { return text_of(party, now, limits); }

  Party party;
  ServerTime now = start;
  Limits limits;
};

}  // namespace matinee::party::testing
