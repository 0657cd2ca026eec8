#include "engine/metric_labels.hpp"

#include <variant>

namespace matinee::engine {

using metrics::CommandKind;
using metrics::CommandOutcome;
using protocol::ErrorCode;

namespace {

struct QueueKind {
  CommandKind operator()(const party::AddToQueue&) const { return CommandKind::queue_add; }
  CommandKind operator()(const party::MoveQueued&) const { return CommandKind::queue_move; }
  CommandKind operator()(const party::RemoveQueued&) const { return CommandKind::queue_remove; }
  CommandKind operator()(const party::ClearQueue&) const { return CommandKind::queue_clear; }
  CommandKind operator()(const party::PlayQueued&) const { return CommandKind::queue_play; }
  CommandKind operator()(const party::ShuffleQueue&) const { return CommandKind::queue_shuffle; }
  CommandKind operator()(const party::SetLoop&) const { return CommandKind::queue_loop; }
};

struct Kind {
  CommandKind operator()(const party::Play&) const { return CommandKind::play; }
  CommandKind operator()(const party::Pause&) const { return CommandKind::pause; }
  CommandKind operator()(const party::Seek&) const { return CommandKind::seek; }
  CommandKind operator()(const party::Skip&) const { return CommandKind::skip; }
  CommandKind operator()(const party::SetRate&) const { return CommandKind::set_rate; }
  CommandKind operator()(const party::Undo&) const { return CommandKind::undo; }
  CommandKind operator()(const party::OpenReadyCheck&) const { return CommandKind::ready_check; }
  CommandKind operator()(const party::CancelReadyCheck&) const { return CommandKind::ready_check_cancel; }
  CommandKind operator()(const party::AnswerReadyCheck&) const { return CommandKind::ready; }
  CommandKind operator()(const party::ScheduleStart&) const { return CommandKind::schedule_start; }
  CommandKind operator()(const party::CancelStart&) const { return CommandKind::cancel_start; }
  CommandKind operator()(const party::ChangeSettings&) const { return CommandKind::settings; }
  CommandKind operator()(const party::IgnoreWait&) const { return CommandKind::ignore_wait; }
  CommandKind operator()(const party::AskControl&) const { return CommandKind::ask_control; }
  CommandKind operator()(const party::Chat&) const { return CommandKind::chat; }
  CommandKind operator()(const party::EditMessage&) const { return CommandKind::edit_message; }
  CommandKind operator()(const party::DeleteMessage&) const { return CommandKind::delete_message; }
  CommandKind operator()(const party::ReportMessage&) const { return CommandKind::report_message; }
  CommandKind operator()(const party::SetMute& mute) const {
    return mute.muted ? CommandKind::mute : CommandKind::unmute;
  }
  CommandKind operator()(const party::React& react) const {
    return react.batch ? CommandKind::reactions : CommandKind::reaction;
  }
  CommandKind operator()(const party::SetTyping&) const { return CommandKind::typing; }
  CommandKind operator()(const party::Report&) const { return CommandKind::report; }
  CommandKind operator()(const party::Join&) const { return CommandKind::join; }
  CommandKind operator()(const party::Leave&) const { return CommandKind::leave; }
  CommandKind operator()(const party::End&) const { return CommandKind::end; }
  CommandKind operator()(const party::SetRole& set) const {
    if (set.role == party::Role::host) return CommandKind::hand_over;
    return set.role == party::Role::co_host ? CommandKind::promote : CommandKind::demote;
  }
  CommandKind operator()(const party::Kick&) const { return CommandKind::kick; }
  CommandKind operator()(const party::LiftKick&) const { return CommandKind::lift_kick; }
  CommandKind operator()(const party::ChangeQueue& change) const { return std::visit(QueueKind{}, change.request); }
  CommandKind operator()(const party::VoteSkip&) const { return CommandKind::vote_skip; }
  CommandKind operator()(const party::RotateInviteCode&) const { return CommandKind::invite_code; }
  CommandKind operator()(const party::CreateInvitation&) const { return CommandKind::invitation; }
  CommandKind operator()(const party::RevokeInvitation&) const { return CommandKind::revoke_invitation; }
  CommandKind operator()(const party::SetPassword&) const { return CommandKind::password; }
  CommandKind operator()(const party::AnswerJoinRequest& request) const {
    return request.admit ? CommandKind::admit : CommandKind::decline;
  }
  CommandKind operator()(const party::WithdrawJoinRequest&) const { return CommandKind::withdraw; }
  CommandKind operator()(const party::Reclaim&) const { return CommandKind::reclaim; }
  CommandKind operator()(const party::Close&) const { return CommandKind::close; }
  template <class ByTheServer>
  CommandKind operator()(const ByTheServer&) const {
    return CommandKind::unknown;
  }
};

}  // namespace

CommandKind command_kind(const party::Command& command) {
  return std::visit(Kind{}, command);
}

metrics::RateLimitKind rate_limit_kind(CommandKind kind) {
  switch (kind) {
    case CommandKind::reaction:
    case CommandKind::reactions:
      return metrics::RateLimitKind::reaction;
    case CommandKind::queue_add:
    case CommandKind::queue_move:
    case CommandKind::queue_remove:
    case CommandKind::queue_clear:
    case CommandKind::queue_play:
    case CommandKind::queue_shuffle:
    case CommandKind::queue_loop:
      return metrics::RateLimitKind::queue;
    default:
      return metrics::RateLimitKind::chat;
  }
}

CommandOutcome command_outcome(ErrorCode code) {
  switch (code) {
    case ErrorCode::unauthorized_command:
      return CommandOutcome::unauthorized;
    case ErrorCode::invalid_command:
    case ErrorCode::invalid_request:
      return CommandOutcome::invalid;
    case ErrorCode::rate_limited:
      return CommandOutcome::rate_limited;
    case ErrorCode::storage_unavailable:
    case ErrorCode::overloaded:
    case ErrorCode::internal:
      return CommandOutcome::failed;
    default:
      return CommandOutcome::rejected;
  }
}

}  // namespace matinee::engine
