// Situation: what one decision of reduce() rests on, and the decision for each command. Internal to party/. A file per
// family of commands: reduce_playback.cpp, reduce_management.cpp, reduce_admission.cpp (getting in),
// reduce_membership.cpp (leaving), reduce_presence.cpp
// (sockets), reduce_player.cpp (what players say), reduce_chat.cpp and reduce_social.cpp. That the actor may give the
// command at all was checked before, in reduce.cpp. Pure.
#pragma once

#include <optional>
#include <vector>

#include "party/reduce.hpp"

namespace matinee::party {

using Effects = std::vector<Effect>;

struct Situation {
  const Party& party;
  const Actor& actor;
  ServerTime now;
  const Limits& limits;
  const Participant* seat;  ///< the actor's; null where they have none

  /// Who gives the command, to be named in what is told; nothing where it is the server itself.
  std::optional<Person> by() const;
};

Rejected reject(Rejection reason);
/// `wanted` further events do not fit into the window yet.
Rejected rate_limited(const Situation& situation, const RateWindow& window, const RateLimit& limit,
                      std::size_t wanted = 1);
/// The profile the actor's token shows now, where it differs from the seat's.
Effects profile_update(const Situation& situation, const Profile& profile);
/// Adds that the others are told `status`, where they believe something else and the party is small enough.
void append_status(Effects& effects, const Situation& situation, const PlayerStatus& status);

/// Adds that the open ready check is called off, where it is `leaver`'s: who goes away waits for no answers.
void append_end_of_check(Effects& effects, const Situation& situation, const UserId& leaver);

/// The change of playback to `next`, made by the actor.
PlaybackChanged playback_changed(const Situation& situation, PlaybackChange change, Playback next);
/// When a film that is started now begins to move: far enough ahead for everyone to hear of it.
ServerTime next_start(const Situation& situation);
/// `next`, which stands, is to go: it plays from `start` on, or holds from now on where the party has to wait.
Playback set_going(const Situation& situation, Playback next, ServerTime start, bool wait);
/// `clip` from its beginning, going on as soon as those are ready who are waited for.
Playback begun(const Situation& situation, const ClipId& clip);

Outcome decide(const Situation& situation, const Play& command);
Outcome decide(const Situation& situation, const Pause& command);
Outcome decide(const Situation& situation, const Seek& command);
Outcome decide(const Situation& situation, const Skip& command);
Outcome decide(const Situation& situation, const SetRate& command);
Outcome decide(const Situation& situation, const Undo& command);
Outcome decide(const Situation& situation, const LearnClipLength& command);

Outcome decide(const Situation& situation, const OpenReadyCheck& command);
Outcome decide(const Situation& situation, const AnswerReadyCheck& command);
Outcome decide(const Situation& situation, const CancelReadyCheck& command);
Outcome decide(const Situation& situation, const ScheduleStart& command);
Outcome decide(const Situation& situation, const CancelStart& command);
Outcome decide(const Situation& situation, const Review& command);

Outcome decide(const Situation& situation, const ChangeSettings& command);

Outcome decide(const Situation& situation, const End& command);
Outcome decide(const Situation& situation, const SetRole& command);
Outcome decide(const Situation& situation, const Kick& command);
Outcome decide(const Situation& situation, const LiftKick& command);
Outcome decide(const Situation& situation, const RotateInviteCode& command);
Outcome decide(const Situation& situation, const Expire& command);
Outcome decide(const Situation& situation, const Close& command);

/// Adds that those who wait are let in, the longest waiting first, as far as there are seats.
void append_admissions(Effects& effects, const Situation& situation);
Outcome decide(const Situation& situation, const Join& command);
Outcome decide(const Situation& situation, const WithdrawJoinRequest& command);
Outcome decide(const Situation& situation, const AnswerJoinRequest& command);
Outcome decide(const Situation& situation, const CreateInvitation& command);
Outcome decide(const Situation& situation, const RevokeInvitation& command);
Outcome decide(const Situation& situation, const SetPassword& command);
Outcome decide(const Situation& situation, const Reclaim& command);
Outcome decide(const Situation& situation, const Leave& command);
Outcome decide(const Situation& situation, const Forget& command);

Outcome decide(const Situation& situation, const Connect& command);
Outcome decide(const Situation& situation, const Disconnect& command);
Outcome decide(const Situation& situation, const GraceOver& command);

/// Why the actor may say nothing at all, where somebody muted them.
std::optional<Rejected> silenced(const Situation& situation);
Outcome decide(const Situation& situation, const Chat& command);
Outcome decide(const Situation& situation, const EditMessage& command);
Outcome decide(const Situation& situation, const DeleteMessage& command);
Outcome decide(const Situation& situation, const ReportMessage& command);
Outcome decide(const Situation& situation, const SetMute& command);

Outcome decide(const Situation& situation, const React& command);
Outcome decide(const Situation& situation, const SetTyping& command);
Outcome decide(const Situation& situation, const Report& command);
Outcome decide(const Situation& situation, const IgnoreWait& command);
Outcome decide(const Situation& situation, const AskControl& command);
Outcome decide(const Situation& situation, const NoteSync& command);

Outcome decide(const Situation& situation, const ChangeQueue& command);
Outcome decide(const Situation& situation, const VoteSkip& command);

}  // namespace matinee::party
