#include "engine/staged.hpp"

#include <utility>

namespace matinee::engine {
namespace {

/// The user an effect is about; null when it is about none.
struct Subject {
  template <class Effect>
  const UserId* operator()(const Effect& effect) const {
    if constexpr (requires { effect.user; }) {
      return &effect.user;
    } else {
      return nullptr;
    }
  }
};

std::string_view reason_of(party::EndReason reason) {
  switch (reason) {
    case party::EndReason::ended_by_host:
      return "host";
    case party::EndReason::last_participant_left:
      return "empty";
    case party::EndReason::nobody_connected:
      return "expired";
    case party::EndReason::closed_by_operator:
      return "operator";
  }
  return "host";
}

class Announcer {
 public:
  Announcer(BlobBuilder& out, FeedLog* feed, const protocol::EventContext& context, const Staged& staged)
      : out_(out), feed_(feed), context_(context), staged_(staged) {}

  /// The typed event and the full state, together and under one revision.
  void operator()(const party::PlaybackChanged& effect) {
    say(protocol::encode_playback(context_, effect), Delivery::playback);
    out_.add(protocol::encode_sync(context_), Delivery::state);
  }
  void operator()(const party::Unseated& effect) {
    const std::string_view reason = effect.reason == party::UnseatReason::kicked ? "kicked" : "left";
    say(protocol::encode_participant_left(context_, view_of(effect.participant), reason, effect.by),
             Delivery::kept);
  }
  void operator()(const party::RoleChanged& effect) {
    say(protocol::encode_role_changed(context_, effect), Delivery::kept);
  }
  void operator()(const party::PartyEnded& effect) {
    out_.add(protocol::encode_party_ended(context_, reason_of(effect.reason)), Delivery::kept);
    const protocol::Refusal ended{protocol::ErrorCode::party_ended, "this party has ended", Millis{0}};
    out_.add(protocol::encode_error(context_, ended), Delivery::kept);
  }
  void operator()(const party::PresenceAnnounced& effect) {
    if (!staged_.about) return;
    out_.add(effect.present ? protocol::encode_participant_joined(context_, *staged_.about)
                            : protocol::encode_participant_left(context_, *staged_.about, "disconnected"),
             Delivery::kept);
  }
  void operator()(const party::ChatPosted& effect) {
    if (staged_.about) out_.add(protocol::encode_chat(context_, effect, staged_.about->profile), Delivery::kept);
  }
  void operator()(const party::MessageEdited& effect) {
    out_.add(protocol::encode_message_edited(context_, effect), Delivery::kept);
  }
  void operator()(const party::MessageDeleted& effect) {
    say(protocol::encode_message_deleted(context_, effect), Delivery::kept);
  }
  void operator()(const party::MuteChanged& effect) {
    say(protocol::encode_mute_changed(context_, effect), Delivery::kept);
  }
  void operator()(const party::Reacted& effect) {
    out_.add(protocol::encode_reactions(context_, effect), Delivery::droppable);
  }
  void operator()(const party::TypingChanged& effect) {
    out_.add(protocol::encode_typing(context_, effect), Delivery::droppable);
  }
  void operator()(const party::StatusAnnounced& effect) {
    out_.add(protocol::encode_participant_status(context_, effect), Delivery::droppable);
  }
  void operator()(const party::WaitingRetold&) { out_.add(protocol::encode_waiting(context_), Delivery::droppable); }
  void operator()(const party::StartScheduled& effect) {
    say(protocol::encode_start_scheduled(context_, effect), Delivery::kept);
  }
  void operator()(const party::StartCancelled& effect) {
    say(protocol::encode_start_cancelled(context_, effect), Delivery::kept);
  }
  /// How an open check stands is soon told again; how it ended is not.
  void operator()(const party::ReadyCheckTold& effect) {
    const bool open = effect.view.state == party::ReadyCheckState::open;
    say(protocol::encode_ready_check(context_, effect), open ? Delivery::droppable : Delivery::kept);
  }
  void operator()(const party::SettingsChanged& effect) {
    say(protocol::encode_settings_changed(context_, effect), Delivery::kept);
  }
  void operator()(const party::MessageReported&) {}  // not for everyone
  void operator()(const party::QueueChanged& effect) {
    say(protocol::encode_queue_changed(context_, effect), Delivery::kept);
  }
  void operator()(const party::SkipVotesTold& effect) {
    out_.add(protocol::encode_skip_votes(context_, effect), Delivery::droppable);
  }
  void operator()(const party::UserForgotten& effect) {
    out_.add(protocol::encode_user_forgotten(context_, effect), Delivery::kept);
  }
  void operator()(const party::SkipVoted&) {}
  void operator()(const party::ControlAsked&) {
    if (!staged_.about) return;
    const party::Person by{staged_.about->user, staged_.about->profile.display_name};
    out_.add(protocol::encode_control_asked(context_, by), Delivery::kept);
  }
  void operator()(const party::InviteCodeChanged& effect) {
    out_.add(protocol::encode_invite_code_changed(context_, effect), Delivery::kept);
  }
  void operator()(const party::JoinRequested&) {}        // not for everyone
  void operator()(const party::JoinRequestAnswered&) {}  // likewise
  void operator()(const party::InvitationCreated&) {}
  void operator()(const party::InvitationRemoved&) {}
  void operator()(const party::InvitationUsed&) {}
  void operator()(const party::PasswordChanged&) {}
  void operator()(const party::LateExcused&) {}
  void operator()(const party::LateExpired&) {}
  void operator()(const party::ReadyCheckOpened&) {}
  void operator()(const party::ReadyCheckAnswered&) {}
  void operator()(const party::IgnoreWaitChanged&) {}
  void operator()(const party::Seated&) {}
  void operator()(const party::ProfileChanged&) {}
  void operator()(const party::KickAdded&) {}
  void operator()(const party::KickLifted&) {}
  void operator()(const party::ConnectionsChanged&) {}
  void operator()(const party::Reported&) {}
  void operator()(const party::Synced&) {}
  void operator()(const party::ClipLengthLearned&) {}

 private:
  /// Adds an event that is kept for newcomers as well.
  void say(std::string event, Delivery delivery) {
    out_.add(event, delivery);
    if (feed_ != nullptr) feed_->add(std::move(event));
  }

  BlobBuilder& out_;
  FeedLog* feed_;
  const protocol::EventContext& context_;
  const Staged& staged_;
};

}  // namespace

protocol::ParticipantView view_of(const party::Participant& participant) {
  const auto& report = participant.report;
  return {participant.user,
          participant.profile,
          participant.role,
          participant.connections > 0,
          participant.last_sync,
          party::status_of(participant),
          report ? report->drift : std::nullopt,
          report ? report->round_trip : std::nullopt};
}

Staged stage(const party::Party& party, party::Effect effect) {
  Staged staged{std::move(effect), std::nullopt};
  if (const UserId* user = std::visit(Subject{}, staged.effect)) {
    if (const party::Participant* seat = party::find(party.roster, *user)) staged.about = view_of(*seat);
  }
  return staged;
}

void announce(BlobBuilder& out, FeedLog* feed, const protocol::EventContext& context, const Staged& staged) {
  std::visit(Announcer{out, feed, context, staged}, staged.effect);
}

bool is_immediate(const party::Effect& effect) {
  return std::holds_alternative<party::Reacted>(effect) || std::holds_alternative<party::TypingChanged>(effect) ||
         std::holds_alternative<party::Reported>(effect) || std::holds_alternative<party::StatusAnnounced>(effect) ||
         std::holds_alternative<party::Synced>(effect);
}

}  // namespace matinee::engine
