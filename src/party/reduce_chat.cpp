// Who may say, change, take away and report what, and who decides that somebody is silent.
#include <algorithm>

#include "party/situation.hpp"

namespace matinee::party {
namespace {

/// A host is above a co-host, a co-host above a viewer and above those who left.
int rank(const Participant* seat) {
  if (seat == nullptr) return 0;
  return seat->role == Role::host ? 2 : seat->role == Role::co_host ? 1 : 0;
}

Millis remaining(const Mute& mute, ServerTime now) {
  return mute.until ? *mute.until - now : Millis{0};
}

/// How long the slow mode keeps the actor from writing; zero where it does not.
Millis slowed(const Situation& situation) {
  const Millis pause = situation.party.settings.slow_mode;
  const auto last = situation.seat->chats.latest();
  if (pause == Millis{0} || situation.seat->role != Role::viewer || !last) return Millis{0};
  return std::max(*last + pause - situation.now, Millis{0});
}

std::vector<UserId> with_seats(const Party& party, std::vector<UserId> users) {
  std::erase_if(users, [&](const UserId& user) { return find(party.roster, user) == nullptr; });
  return users;
}

/// What holds before a message is changed by anyone: how often comes first, which is known without the message.
Result<void, Rejected> changeable(const Situation& situation, const ChatMessagePtr& original) {
  const RateLimit& limit = situation.limits.message_changes;
  if (const ChatState* state = situation.party.chat.get()) {
    const auto window = state->changes.find(situation.actor);
    const bool full = window != state->changes.end() && window->second.room(limit, situation.now) == 0;
    if (full) return rate_limited(situation, window->second, limit);
  }
  if (original == nullptr || original->deleted_at) return reject(Rejection::unknown_message);
  return success();
}

}  // namespace

std::optional<Rejected> silenced(const Situation& situation) {
  // A host answers to nobody: who was muted and is handed the party may speak again.
  if (situation.seat->role == Role::host) return std::nullopt;
  const auto mute = mute_of(situation.party, situation.actor, situation.now);
  if (!mute) return std::nullopt;
  return Rejected{Rejection::muted, remaining(*mute, situation.now)};
}

Outcome decide(const Situation& situation, const Chat& command) {
  if (const auto muted = silenced(situation)) return *muted;
  const bool hosts_only = situation.party.settings.chat == ChatPolicy::hosts;
  if (hosts_only && situation.seat->role == Role::viewer) return reject(Rejection::chat_closed);
  if (const Millis wait = slowed(situation); wait > Millis{0}) return Rejected{Rejection::slow_mode, wait};
  const RateWindow& chats = situation.seat->chats;
  const RateLimit& limit = situation.limits.chats;
  if (chats.room(limit, situation.now) == 0) return rate_limited(situation, chats, limit);
  const Playback& playback = situation.party.playback;
  // Nobody is ahead of the party: a message must not hide from those who wait for their film to get there.
  const Millis reached = position_at(playback, situation.now);
  const Millis position = std::min(command.video_timestamp.value_or(reached), reached);
  return Effects{ChatPosted{command.id, situation.actor, command.message, situation.now, playback.clip, position,
                            command.reply_to, with_seats(situation.party, command.mentions)}};
}

Outcome decide(const Situation& situation, const EditMessage& command) {
  if (const auto muted = silenced(situation)) return *muted;
  if (const auto may = changeable(situation, command.original); !may) return may.error();
  const ChatMessage& original = *command.original;
  if (original.user != situation.actor) return reject(Rejection::not_author);
  if (situation.now - original.at > situation.limits.message_edit_window) return reject(Rejection::too_old);
  if (original.message == command.message) return Effects{};
  auto edited = std::make_shared<ChatMessage>(original);
  edited->message = command.message;
  edited->mentions = with_seats(situation.party, command.mentions);
  edited->edited_at = situation.now;
  return Effects{MessageEdited{std::move(edited)}};
}

Outcome decide(const Situation& situation, const DeleteMessage& command) {
  if (const auto may = changeable(situation, command.original); !may) return may.error();
  const UserId& author = command.original->user;
  const bool own = author == situation.actor;
  const Participant* writer = find(situation.party.roster, author);
  const bool runs_the_party = situation.seat->role != Role::viewer && rank(situation.seat) >= rank(writer);
  if (!own && !runs_the_party) return reject(Rejection::not_author);
  return Effects{MessageDeleted{command.id, author, *situation.by(), situation.now}};
}

Outcome decide(const Situation& situation, const ReportMessage& command) {
  if (const auto may = changeable(situation, command.original); !may) return may.error();
  if (command.original->user == situation.actor) return reject(Rejection::own_message);
  return Effects{MessageReported{command.original, situation.actor, command.reason, situation.now}};
}

Outcome decide(const Situation& situation, const SetMute& command) {
  const Participant* target = find(situation.party.roster, command.user);
  const auto present = mute_of(situation.party, command.user, situation.now);
  if (target == nullptr && !present) return reject(Rejection::unknown_target);
  if (rank(situation.seat) <= rank(target)) return reject(Rejection::outranked);
  if (!command.muted) {
    if (!present) return Effects{};
    return Effects{MuteChanged{command.user, false, std::nullopt, situation.by(), situation.now}};
  }
  const auto until = command.duration ? std::optional{situation.now + *command.duration} : std::nullopt;
  if (present && present->until == until) return Effects{};
  Effects effects{MuteChanged{command.user, true, until, situation.by(), situation.now}};
  if (target != nullptr && target->typing) effects.push_back(TypingChanged{command.user, false, situation.now});
  return effects;
}

}  // namespace matinee::party
