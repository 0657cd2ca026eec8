// Everything that can be asked of a party. A new command does not compile until permissions and reduce() handle it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/admission_command.hpp"
#include "party/chat_command.hpp"
#include "party/queue_command.hpp"
#include "party/roster.hpp"
#include "party/settings.hpp"

namespace matinee::party {

// Playback: host and co-host.
struct Play {};
struct Pause {};
struct Seek {
  Millis position{0};
  std::optional<bool> resume{};  ///< whether a film that plays goes on from there; else the party's setting counts
};
struct Skip {
  ClipId clip;
};
struct SetRate {
  double rate = 1.0;  ///< in [slowest_rate, fastest_rate]
};
/// Takes back the last seek or skip; given again, restores it.
struct Undo {};

// Starting together: host and co-host.
struct OpenReadyCheck {
  std::optional<Millis> countdown;  ///< 0-60000 ms; once everyone is ready, the film starts this long after
};
struct CancelReadyCheck {};
/// How far ahead a start may be scheduled.
inline constexpr Millis soonest_start{1'000};
inline constexpr Millis farthest_start{86'400'000};

/// One of the two says when.
struct ScheduleStart {
  std::optional<Millis> in;
  std::optional<ServerTime> at;
};
struct CancelStart {};

// Management: host.
struct ChangeSettings {
  SettingsPatch patch;
};
struct End {};
struct SetRole {
  UserId user;
  Role role = Role::viewer;  ///< `host` hands the party over
};
struct Kick {
  UserId user;
};
struct LiftKick {
  UserId user;
};
/// The invitation gets another code; the old one lets nobody in any more.
struct RotateInviteCode {
  std::string code;  ///< in capitals; drawn by the engine
};

// Membership: anyone the invitation reached. How they get in is in admission_command.hpp.
struct Leave {};
/// The user has all their data deleted: the seat goes, and what they said and queued here is nobody's.
struct Forget {};

// Presence: told by the transport, not by clients.
struct Connect {
  Profile profile;
};
struct Disconnect {
  bool clean = false;  ///< a close handshake: announced at once; otherwise after the grace time (GraceOver)
};
struct GraceOver {};

// Social: every participant. What is said is in chat_command.hpp.
struct ReactionCount {
  std::string emoji;
  std::size_t count = 1;
};
struct React {
  std::vector<ReactionCount> reactions;
  std::optional<Millis> video_timestamp;
  bool batch = false;  ///< came as a batch, is told as one
};
struct SetTyping {
  bool is_typing = false;
};

// What a client says of its player: every participant.
struct Report {
  PlayerReport report;
};
struct IgnoreWait {
  bool ignore = false;  ///< nobody waits for this participant
};
/// How often one participant may ask for control.
inline constexpr Millis control_asked_every{30'000};

/// Asks those who may give it for control of the film.
struct AskControl {};
struct AnswerReadyCheck {
  bool is_ready = false;
};
struct NoteSync {};  ///< a sync-request was answered

// The server itself.
struct LearnClipLength {
  ClipId clip;
  Millis length{0};
};
/// Time has passed, or something changed that the party waits for: see next_review().
struct Review {};
struct Expire {};  ///< nobody was connected for too long
struct Close {};   ///< an operator ends the party

using Command =
    std::variant<Play, Pause, Seek, Skip, SetRate, Undo, OpenReadyCheck, CancelReadyCheck, ScheduleStart, CancelStart,
                 ChangeSettings, End, SetRole, Kick, LiftKick, RotateInviteCode, CreateInvitation, RevokeInvitation,
                 SetPassword, Reclaim, Join, WithdrawJoinRequest, AnswerJoinRequest, Leave, Connect, Disconnect,
                 GraceOver, Chat, EditMessage, DeleteMessage, ReportMessage, SetMute, React, SetTyping, Report,
                 IgnoreWait, AnswerReadyCheck, AskControl, NoteSync, LearnClipLength, Review, Expire, ChangeQueue,
                 VoteSkip, Forget, Close>;

/// The message that EditMessage, DeleteMessage and ReportMessage are about; null for every other command.
const MessageId* message_of(const Command& command);
/// The same command with the message as it is stored; null where there is none.
Command with_original(Command command, ChatMessagePtr original);

}  // namespace matinee::party
