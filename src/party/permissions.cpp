#include "party/permissions.hpp"

namespace matinee::party {
namespace {

struct Kind {
  CommandKind operator()(const Play&) const { return CommandKind::playback; }
  CommandKind operator()(const Pause&) const { return CommandKind::playback; }
  CommandKind operator()(const Seek&) const { return CommandKind::playback; }
  CommandKind operator()(const Skip&) const { return CommandKind::playback; }
  CommandKind operator()(const SetRate&) const { return CommandKind::playback; }
  CommandKind operator()(const Undo&) const { return CommandKind::playback; }
  CommandKind operator()(const OpenReadyCheck&) const { return CommandKind::playback; }
  CommandKind operator()(const CancelReadyCheck&) const { return CommandKind::playback; }
  CommandKind operator()(const ScheduleStart&) const { return CommandKind::playback; }
  CommandKind operator()(const CancelStart&) const { return CommandKind::playback; }
  CommandKind operator()(const ChangeSettings&) const { return CommandKind::management; }
  CommandKind operator()(const End&) const { return CommandKind::management; }
  CommandKind operator()(const SetRole&) const { return CommandKind::management; }
  CommandKind operator()(const Kick&) const { return CommandKind::management; }
  CommandKind operator()(const LiftKick&) const { return CommandKind::management; }
  CommandKind operator()(const RotateInviteCode&) const { return CommandKind::management; }
  CommandKind operator()(const CreateInvitation&) const { return CommandKind::moderation; }
  CommandKind operator()(const RevokeInvitation&) const { return CommandKind::moderation; }
  CommandKind operator()(const AnswerJoinRequest&) const { return CommandKind::moderation; }
  CommandKind operator()(const SetPassword&) const { return CommandKind::management; }
  CommandKind operator()(const Reclaim&) const { return CommandKind::social; }
  CommandKind operator()(const WithdrawJoinRequest&) const { return CommandKind::membership; }
  CommandKind operator()(const Join&) const { return CommandKind::membership; }
  CommandKind operator()(const Leave&) const { return CommandKind::membership; }
  CommandKind operator()(const Forget&) const { return CommandKind::membership; }
  CommandKind operator()(const Connect&) const { return CommandKind::membership; }
  CommandKind operator()(const Disconnect&) const { return CommandKind::membership; }
  CommandKind operator()(const GraceOver&) const { return CommandKind::membership; }
  CommandKind operator()(const Chat&) const { return CommandKind::social; }
  CommandKind operator()(const EditMessage&) const { return CommandKind::social; }
  CommandKind operator()(const DeleteMessage&) const { return CommandKind::social; }
  CommandKind operator()(const ReportMessage&) const { return CommandKind::social; }
  CommandKind operator()(const SetMute&) const { return CommandKind::moderation; }
  CommandKind operator()(const React&) const { return CommandKind::social; }
  CommandKind operator()(const SetTyping&) const { return CommandKind::social; }
  CommandKind operator()(const Report&) const { return CommandKind::social; }
  CommandKind operator()(const IgnoreWait&) const { return CommandKind::social; }
  CommandKind operator()(const AnswerReadyCheck&) const { return CommandKind::social; }
  CommandKind operator()(const AskControl&) const { return CommandKind::social; }
  CommandKind operator()(const NoteSync&) const { return CommandKind::social; }
  CommandKind operator()(const ChangeQueue&) const { return CommandKind::queue; }
  CommandKind operator()(const VoteSkip&) const { return CommandKind::social; }
  CommandKind operator()(const LearnClipLength&) const { return CommandKind::server; }
  CommandKind operator()(const Review&) const { return CommandKind::server; }
  CommandKind operator()(const Expire&) const { return CommandKind::server; }
  CommandKind operator()(const Close&) const { return CommandKind::server; }
};

}  // namespace

namespace {

bool controls(Role role, ControlPolicy policy) {
  switch (policy) {
    case ControlPolicy::host:
      return role == Role::host;
    case ControlPolicy::hosts:
      return role == Role::host || role == Role::co_host;
    case ControlPolicy::everyone:
      return true;
  }
  return false;
}

}  // namespace

CommandKind kind_of(const Command& command) {
  return std::visit(Kind{}, command);
}

bool allowed(Role role, CommandKind kind, const Settings& settings) {
  switch (kind) {
    case CommandKind::playback:
      return controls(role, settings.control_by);
    case CommandKind::queue:
      if (settings.queue_by == QueuePolicy::everyone) return true;
      return role == Role::host || role == Role::co_host;
    case CommandKind::moderation:
      return role == Role::host || role == Role::co_host;
    case CommandKind::management:
      return role == Role::host;
    case CommandKind::membership:
    case CommandKind::social:
      return true;
    case CommandKind::server:
      return false;
  }
  return false;
}

}  // namespace matinee::party
