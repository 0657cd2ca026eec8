#include "engine/persistence.hpp"

#include <utility>

namespace matinee::engine {
namespace {

class Writer {
 public:
  Writer(std::vector<storage::PartyWrite>& writes, const party::Party& party, ServerTime now)
      : writes_(writes), party_(party), now_(now) {}

  void operator()(const party::PlaybackChanged&) { put_playback(); }
  void operator()(const party::StartScheduled&) { put_playback(); }
  void operator()(const party::StartCancelled&) { put_playback(); }
  void operator()(const party::SettingsChanged& effect) { writes_.push_back(storage::PutSettings{effect.settings}); }
  void operator()(const party::Seated& effect) { put_seat(effect.participant.user); }
  void operator()(const party::ProfileChanged& effect) { put_seat(effect.user); }
  void operator()(const party::Unseated& effect) { writes_.push_back(storage::RemoveSeat{effect.participant.user}); }
  void operator()(const party::RoleChanged& effect) {
    put_seat(effect.user);
    if (effect.role == party::Role::host) writes_.push_back(storage::PutHost{effect.user, party::claim_of(party_)});
  }
  void operator()(const party::KickAdded& effect) { writes_.push_back(storage::AddKick{effect.user, now_}); }
  void operator()(const party::KickLifted& effect) { writes_.push_back(storage::RemoveKick{effect.user}); }
  void operator()(const party::InviteCodeChanged& effect) { writes_.push_back(storage::PutInviteCode{effect.code}); }
  void operator()(const party::InvitationCreated& effect) {
    writes_.push_back(storage::PutInvitation{effect.invitation});
  }
  void operator()(const party::InvitationRemoved& effect) {
    writes_.push_back(storage::RemoveInvitation{effect.id});
  }
  void operator()(const party::InvitationUsed& effect) {
    const auto& invitations = party::admission_of(party_).invitations;
    const auto used = invitations.find(effect.id);
    if (used == invitations.end()) return;
    writes_.push_back(storage::PutInvitation{used->second});
    writes_.push_back(storage::PutInvitationUse{effect.id, effect.who, effect.at});
  }
  void operator()(const party::PasswordChanged& effect) { writes_.push_back(storage::PutPassword{effect.hash}); }
  void operator()(const party::JoinRequested& effect) { put_request(effect.user); }
  void operator()(const party::JoinRequestAnswered& effect) { put_request(effect.user); }
  /// With the playback it ended on: it holds for nobody any more, and no start is to come.
  void operator()(const party::PartyEnded&) {
    put_playback();
    writes_.push_back(storage::PutEnded{now_});
  }
  void operator()(const party::ChatPosted& effect) {
    writes_.push_back(storage::AppendChat{effect.id, effect.user, effect.message, effect.position, effect.at,
                                          effect.clip, effect.reply_to, effect.mentions});
  }
  void operator()(const party::MessageEdited& effect) {
    const party::ChatMessage& message = *effect.message;
    writes_.push_back(storage::EditChat{message.id, message.message, message.mentions, *message.edited_at});
  }
  void operator()(const party::MessageDeleted& effect) {
    writes_.push_back(storage::DeleteChat{effect.id, effect.by.user, effect.at});
  }
  void operator()(const party::MessageReported& effect) {
    writes_.push_back(
        storage::AppendReport{effect.message->id, effect.reporter, effect.reason, effect.message->message, effect.at});
  }
  void operator()(const party::MuteChanged& effect) {
    if (effect.muted) return writes_.push_back(storage::PutMute{effect.user, effect.until});
    writes_.push_back(storage::RemoveMute{effect.user});
  }
  void operator()(const party::QueueChanged& effect) {
    storage::PutQueue write{effect.queue->revision, effect.queue->loop, effect.removed, {}};
    if (effect.previous) write.removed.push_back(effect.previous->id);
    for (const party::QueueEntry& entry : effect.put) write.put.push_back({entry.item, entry.rank});
    if (effect.current_changed && effect.queue->current) write.put.push_back({effect.queue->current, std::nullopt});
    writes_.push_back(std::move(write));
  }
  void operator()(const party::SkipVoted&) {}
  void operator()(const party::SkipVotesTold&) {}
  void operator()(const party::UserForgotten&) {}  // see erasures.hpp
  void operator()(const party::LateExcused&) {}
  void operator()(const party::LateExpired&) {}
  void operator()(const party::WaitingRetold&) {}
  void operator()(const party::ReadyCheckOpened&) {}
  void operator()(const party::ReadyCheckAnswered&) {}
  void operator()(const party::ReadyCheckTold&) {}
  void operator()(const party::IgnoreWaitChanged&) {}
  void operator()(const party::ConnectionsChanged&) {}
  void operator()(const party::PresenceAnnounced&) {}
  void operator()(const party::Reacted&) {}
  void operator()(const party::TypingChanged&) {}
  void operator()(const party::Reported&) {}
  void operator()(const party::StatusAnnounced&) {}
  void operator()(const party::ControlAsked&) {}
  void operator()(const party::Synced&) {}
  void operator()(const party::ClipLengthLearned&) {}

 private:
  void put_playback() {
    writes_.push_back(storage::PutPlayback{party_.playback, party_.revision, party_.scheduled_start});
  }
  void put_request(const UserId& user) {
    const auto& requests = party::admission_of(party_).requests;
    const auto found = requests.find(user);
    if (found == requests.end()) return writes_.push_back(storage::RemoveJoinRequest{user});
    writes_.push_back(storage::PutJoinRequest{user, found->second});
  }
  void put_seat(const UserId& user) {
    if (const party::Participant* seat = party::find(party_.roster, user)) {
      writes_.push_back(storage::PutSeat{seat->user, seat->profile, seat->role, seat->joined_at});
    }
  }

  std::vector<storage::PartyWrite>& writes_;
  const party::Party& party_;
  ServerTime now_;
};

}  // namespace

void append_writes(std::vector<storage::PartyWrite>& writes, const party::Party& party, const party::Effect& effect,
                   ServerTime now) {
  std::visit(Writer{writes, party, now}, effect);
}

}  // namespace matinee::engine
