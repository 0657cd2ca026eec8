// What a command did to a party: applied to the state, written to storage and told to clients, in this order.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "party/admission_effect.hpp"
#include "party/chat_effect.hpp"
#include "party/command.hpp"
#include "party/party.hpp"
#include "party/queue_effect.hpp"

namespace matinee::party {

/// The film plays, stands, or is elsewhere. Counts one revision.
struct PlaybackChanged {
  PlaybackChange change = PlaybackChange::play;
  Playback playback;
  std::optional<Person> by{};                    ///< nothing: the server itself
  Millis from{0};                                ///< where the film was before
  ServerTime at{};                               ///< when it was changed; the anchor may lie a little ahead
  PlaybackChange undone = PlaybackChange::seek;  ///< of an undo: what it took back, a seek or a skip
};

/// Started anyway: those who are not ready are waited for no longer, until they are.
struct LateExcused {
  ServerTime at{};
};
/// Those whose time is over, or who fell silent, are waited for no longer.
struct LateExpired {
  ServerTime at{};
};
/// Others are waited for than was last told.
struct WaitingRetold {
  ServerTime at{};
};

struct StartScheduled {
  ScheduledStart start;
  std::optional<Person> by;  ///< nothing: a ready check passed
};
struct StartCancelled {
  std::optional<Person> by;
};

struct ReadyCheckOpened {
  ReadyCheck check;
};
struct ReadyCheckAnswered {
  Person by;
  bool is_ready = false;
};
/// How the check stands is told; anything but an open one has come to its end.
struct ReadyCheckTold {
  ReadyCheckView view;
  std::optional<Person> by;  ///< who opened, answered or cancelled; nothing: it passed, or its time was over
  ServerTime at{};
};

struct SettingsChanged {
  Settings settings;
  Settings before;
  std::optional<Person> by{};
  ServerTime at{};
};

struct Seated {
  Participant participant;
};
struct ProfileChanged {
  UserId user;
  Profile profile;
};
enum class UnseatReason : std::uint8_t { left, kicked };
/// The seat is gone; `participant` is what it held.
struct Unseated {
  Participant participant;
  UnseatReason reason = UnseatReason::left;
  std::optional<Person> by{};  ///< who kicked
  ServerTime at{};
};
struct RoleChanged {
  UserId user;
  Role role = Role::viewer;
  Role previous = Role::viewer;
  std::optional<Person> by{};  ///< nothing: it passed on by itself
  ServerTime at{};
};
struct KickAdded {
  UserId user;
};
struct KickLifted {
  UserId user;
};
struct InviteCodeChanged {
  std::string code;
  std::optional<Person> by{};
};
enum class EndReason : std::uint8_t { ended_by_host, last_participant_left, nobody_connected, closed_by_operator };
struct PartyEnded {
  EndReason reason = EndReason::ended_by_host;
};

/// A socket of this user opened (+1) or closed (-1).
struct ConnectionsChanged {
  UserId user;
  int difference = 0;
  ServerTime at{};
};
/// Told as participant-joined / participant-left.
struct PresenceAnnounced {
  UserId user;
  bool present = false;
};

struct Reacted {
  UserId user;
  std::vector<ReactionCount> reactions;
  Millis video_timestamp{0};
  bool batch = false;
  ServerTime at{};
};
struct TypingChanged {
  UserId user;
  bool is_typing = false;
  ServerTime at{};
};
struct Reported {
  UserId user;
  PlayerReport report;
};
/// The others are told what a participant's player says of itself.
struct StatusAnnounced {
  UserId user;
  PlayerStatus status;
  ServerTime at{};
};
struct IgnoreWaitChanged {
  UserId user;
  bool ignore_wait = false;
  ServerTime at{};
};
/// Somebody wishes to control the film.
struct ControlAsked {
  UserId user;
  ServerTime at{};
};
struct Synced {
  UserId user;
  ServerTime at{};
};
/// The user had their data deleted: their messages are, and what they queued is nobody's. The writes are not the
/// party's: see storage/personal_data.hpp.
struct UserForgotten {
  UserId user;
};
/// Not a change anyone made: the length of what plays became known.
struct ClipLengthLearned {
  Millis length{0};
};

using Effect =
    std::variant<PlaybackChanged, LateExcused, LateExpired, WaitingRetold, StartScheduled, StartCancelled,
                 ReadyCheckOpened, ReadyCheckAnswered, ReadyCheckTold, SettingsChanged, Seated, ProfileChanged,
                 Unseated, RoleChanged, KickAdded, KickLifted, InviteCodeChanged, InvitationCreated, InvitationRemoved,
                 InvitationUsed, PasswordChanged, JoinRequested, JoinRequestAnswered, PartyEnded, ConnectionsChanged,
                 PresenceAnnounced, ChatPosted, MessageEdited, MessageDeleted, MessageReported, MuteChanged, Reacted,
                 TypingChanged, Reported, StatusAnnounced, IgnoreWaitChanged, ControlAsked, Synced, ClipLengthLearned,
                 QueueChanged, SkipVoted, SkipVotesTold, UserForgotten>;

/// Whether this effect must be committed before it is told.
bool is_durable(const Effect& effect);

/// Makes the effect true. Total: any effect reduce() returned for this state applies.
void apply(Party& party, const Effect& effect, const Limits& limits);

}  // namespace matinee::party
