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

}  // namespace

CommandKind command_kind(const party::Command& command) {
  if (std::holds_alternative<party::Join>(command)) return CommandKind::join;
  if (std::holds_alternative<party::Leave>(command)) return CommandKind::leave;
  if (std::holds_alternative<party::End>(command)) return CommandKind::end;
  if (const auto* set_role = std::get_if<party::SetRole>(&command)) {
    if (set_role->role == party::Role::host) return CommandKind::hand_over;
    return set_role->role == party::Role::co_host ? CommandKind::promote : CommandKind::demote;
  }
  if (std::holds_alternative<party::Kick>(command)) return CommandKind::kick;
  if (std::holds_alternative<party::ChangeSettings>(command)) return CommandKind::settings;
  if (std::holds_alternative<party::LiftKick>(command)) return CommandKind::lift_kick;
  if (std::holds_alternative<party::Chat>(command)) return CommandKind::chat;
  if (std::holds_alternative<party::EditMessage>(command)) return CommandKind::edit_message;
  if (std::holds_alternative<party::DeleteMessage>(command)) return CommandKind::delete_message;
  if (std::holds_alternative<party::ReportMessage>(command)) return CommandKind::report_message;
  if (const auto* mute = std::get_if<party::SetMute>(&command)) {
    return mute->muted ? CommandKind::mute : CommandKind::unmute;
  }
  if (const auto* queue = std::get_if<party::ChangeQueue>(&command)) return std::visit(QueueKind{}, queue->request);
  if (std::holds_alternative<party::RotateInviteCode>(command)) return CommandKind::invite_code;
  if (std::holds_alternative<party::CreateInvitation>(command)) return CommandKind::invitation;
  if (std::holds_alternative<party::RevokeInvitation>(command)) return CommandKind::revoke_invitation;
  if (std::holds_alternative<party::SetPassword>(command)) return CommandKind::password;
  if (const auto* request = std::get_if<party::AnswerJoinRequest>(&command)) {
    return request->admit ? CommandKind::admit : CommandKind::decline;
  }
  if (std::holds_alternative<party::WithdrawJoinRequest>(command)) return CommandKind::withdraw;
  if (std::holds_alternative<party::Reclaim>(command)) return CommandKind::reclaim;
  return CommandKind::unknown;
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
