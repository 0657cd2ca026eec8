// What the tests of party/ and protocol/ share: parties in a few words, and commands, effects and whole states as short
// texts, so that a failing comparison says in words what differs.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "party/permissions.hpp"
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
    case Rejection::nothing_to_undo:
      return "nothing_to_undo";
  }
  return "?";
}

inline std::string text_of(const Playback& playback) {
  return fmt::format("{}{} {} at {}ms rate {}", playback.clip ? playback.clip->str() : "no clip",
                     playback.clip_length ? fmt::format(" of {}ms", playback.clip_length->count()) : "",
                     playback.playing ? "playing" : "paused", playback.position.count(), playback.rate);
}

inline std::string text_of(const std::vector<ReactionCount>& reactions) {
  std::string text;
  for (const ReactionCount& reaction : reactions) text += fmt::format(" {}x{}", reaction.emoji, reaction.count);
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
  return fmt::format("{}{}", status.buffering ? "buffering" : "flowing", status.ready ? " ready" : "");
}

inline std::string_view name_of(PlaybackChange change) {
  static constexpr std::string_view names[] = {"play", "pause", "seek", "skip", "rate", "undo"};
  return names[static_cast<std::size_t>(change)];
}

struct CommandText {
  std::string operator()(const Play&) const { return "play"; }
  std::string operator()(const Pause&) const { return "pause"; }
  std::string operator()(const Seek& command) const {
    const std::string_view after = !command.resume ? "" : *command.resume ? " resuming" : " pausing";
    return fmt::format("seek {}ms{}", command.position.count(), after);
  }
  std::string operator()(const Skip& command) const { return "skip " + command.clip.str(); }
  std::string operator()(const SetRate& command) const { return fmt::format("rate {}", command.rate); }
  std::string operator()(const Undo&) const { return "undo"; }
  std::string operator()(const End&) const { return "end"; }
  std::string operator()(const SetRole& command) const {
    return fmt::format("role {} {}", command.user.str(), to_string(command.role));
  }
  std::string operator()(const Kick& command) const { return "kick " + command.user.str(); }
  std::string operator()(const LiftKick& command) const { return "lift " + command.user.str(); }
  std::string operator()(const Join& command) const {
    return fmt::format("join {}{}", text_of(command.profile), command.by_invite ? "" : " by id");
  }
  std::string operator()(const Leave&) const { return "leave"; }
  std::string operator()(const Connect&) const { return "connect"; }
  std::string operator()(const Disconnect& command) const { return command.clean ? "disconnect" : "drop"; }
  std::string operator()(const GraceOver&) const { return "grace over"; }
  std::string operator()(const Chat& command) const { return "chat " + command.message; }
  std::string operator()(const React& command) const {
    return fmt::format("{}{} at {}", command.batch ? "reactions" : "reaction", text_of(command.reactions),
                       text_of(command.video_timestamp));
  }
  std::string operator()(const SetTyping& command) const { return command.is_typing ? "typing" : "not typing"; }
  std::string operator()(const Report& command) const { return "report " + text_of(command.report); }
  std::string operator()(const NoteSync&) const { return "sync"; }
  std::string operator()(const LearnClipLength& command) const {
    return fmt::format("length {} {}ms", command.clip.str(), command.length.count());
  }
  std::string operator()(const Expire&) const { return "expire"; }
};
inline std::string text_of(const Command& command) {
  return std::visit(CommandText{}, command);
}

struct EffectText {
  std::string operator()(const PlaybackChanged& effect) const {
    const std::string undone = effect.change == PlaybackChange::undo ? fmt::format(" {}", name_of(effect.undone)) : "";
    return fmt::format("{}{}: {}", name_of(effect.change), undone, text_of(effect.playback));
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
  std::string operator()(const PartyEnded& effect) const {
    static constexpr std::string_view reasons[] = {"by host", "last left", "nobody connected"};
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
  std::string operator()(const Synced& effect) const { return "synced " + effect.user.str(); }
  std::string operator()(const ClipLengthLearned& effect) const {
    return fmt::format("length {}ms", effect.length.count());
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

/// Everything a party is, line by line; the limits only say how the rate windows are shown.
inline std::string text_of(const Party& party, ServerTime now, const Limits& limits) {
  std::string text = fmt::format(
      "{} host={} status={} connected={} revision={} epoch={} version={} max={}\nplayback: {} since {}\nkicked:",
      party.id.str(), party.host.str(), to_string(party.status), party.connected, party.revision, party.epoch,
      party.version, party.max_participants, text_of(party.playback), to_unix_ms(party.playback.at));
  for (const UserId& user : party.kicked) text += " " + user.str();
  text += fmt::format("\nchanged at {}", to_unix_ms(party.playback_changed_at));
  if (party.undoable) text += fmt::format(" from {}", text_of(party.undoable->before));
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
