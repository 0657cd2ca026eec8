#include "party/effect.hpp"

#include <algorithm>

namespace matinee::party {
namespace {

/// Changes the state; the only code that does.
class Applier {
 public:
  Applier(Party& party, const Limits& limits) : party_(party), limits_(limits) {}

  void operator()(const PlaybackChanged& effect) {
    note_undoable(effect);
    party_.playback = effect.playback;
    party_.playback_changed_at = effect.at;
    ++party_.revision;
  }
  void operator()(const Seated& effect) { party_.roster.insert_or_assign(effect.participant.user, effect.participant); }
  void operator()(const ProfileChanged& effect) {
    with(effect.user, [&](Participant& seat) { seat.profile = effect.profile; });
  }
  void operator()(const Unseated& effect) {
    if (effect.participant.connections > 0) --party_.connected;
    party_.roster.erase(effect.participant.user);
  }
  void operator()(const RoleChanged& effect) {
    with(effect.user, [&](Participant& seat) { seat.role = effect.role; });
    if (effect.role == Role::host) party_.host = effect.user;
  }
  void operator()(const KickAdded& effect) { party_.kicked.insert(effect.user); }
  void operator()(const KickLifted& effect) { party_.kicked.erase(effect.user); }
  void operator()(const PartyEnded&) { party_.status = Status::ended; }
  void operator()(const ConnectionsChanged& effect) {
    with(effect.user, [&](Participant& seat) {
      const bool before = seat.connections > 0;
      seat.connections = static_cast<std::size_t>(static_cast<long>(seat.connections) + effect.difference);
      const bool after = seat.connections > 0;
      if (before != after) after ? ++party_.connected : --party_.connected;
      if (!after) seat.report.reset();  // of a player that is gone
    });
  }
  void operator()(const PresenceAnnounced& effect) {
    with(effect.user, [&](Participant& seat) { seat.announced = effect.present; });
  }
  void operator()(const ChatPosted& effect) {
    with(effect.user, [&](Participant& seat) { seat.chats.record(limits_.chats, effect.at); });
  }
  void operator()(const Reacted& effect) {
    std::size_t total = 0;
    for (const ReactionCount& reaction : effect.reactions) total += reaction.count;
    with(effect.user, [&](Participant& seat) { seat.reactions.record(limits_.reactions, effect.at, total); });
  }
  void operator()(const TypingChanged& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.typing = effect.is_typing;
      seat.typing_changes.record(limits_.typing, effect.at);
    });
  }
  void operator()(const Reported& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.report = effect.report;
      seat.last_sync = effect.report.at;
    });
  }
  void operator()(const StatusAnnounced& effect) {
    with(effect.user, [&](Participant& seat) {
      seat.status_told = effect.status;
      seat.status_changes.record(limits_.status, effect.at);
    });
  }
  void operator()(const Synced& effect) {
    with(effect.user, [&](Participant& seat) { seat.last_sync = effect.at; });
  }
  void operator()(const ClipLengthLearned& effect) {
    party_.playback.clip_length = effect.length;
    party_.playback.position = std::min(party_.playback.position, effect.length);
  }

 private:
  /// A play or a pause in between leaves what can be taken back as it is.
  void note_undoable(const PlaybackChanged& effect) {
    const bool is_undo = effect.change == PlaybackChange::undo;
    if (!is_undo && effect.change != PlaybackChange::seek && effect.change != PlaybackChange::skip) return;
    const PlaybackChange change = is_undo ? effect.undone : effect.change;
    party_.undoable = Undoable{change, reanchored(party_.playback, effect.at)};
  }

  template <class Change>
  void with(const UserId& user, Change change) {
    const auto seat = party_.roster.find(user);
    if (seat != party_.roster.end()) change(seat->second);
  }

  Party& party_;
  const Limits& limits_;
};

struct Durable {
  bool operator()(const PlaybackChanged&) const { return true; }
  bool operator()(const Seated&) const { return true; }
  bool operator()(const ProfileChanged&) const { return true; }
  bool operator()(const Unseated&) const { return true; }
  bool operator()(const RoleChanged&) const { return true; }
  bool operator()(const KickAdded&) const { return true; }
  bool operator()(const KickLifted&) const { return true; }
  bool operator()(const PartyEnded&) const { return true; }
  bool operator()(const ChatPosted&) const { return true; }
  bool operator()(const ConnectionsChanged&) const { return false; }
  bool operator()(const PresenceAnnounced&) const { return false; }
  bool operator()(const Reacted&) const { return false; }
  bool operator()(const TypingChanged&) const { return false; }
  bool operator()(const Reported&) const { return false; }
  bool operator()(const StatusAnnounced&) const { return false; }
  bool operator()(const Synced&) const { return false; }
  bool operator()(const ClipLengthLearned&) const { return false; }
};

}  // namespace

bool is_durable(const Effect& effect) {
  return std::visit(Durable{}, effect);
}

void apply(Party& party, const Effect& effect, const Limits& limits) {
  std::visit(Applier{party, limits}, effect);
}

}  // namespace matinee::party
