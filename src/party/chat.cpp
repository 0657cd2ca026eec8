#include "party/chat.hpp"

#include <utility>

#include "party/command.hpp"
#include "party/party.hpp"

namespace matinee::party {
namespace {

/// Changes a copy: a state that others still look at stays as it is.
template <class Change>
void change_state(ChatStatePtr& state, Change change) {
  auto next = state == nullptr ? std::make_shared<ChatState>() : std::make_shared<ChatState>(*state);
  change(*next);
  const bool empty = next->mutes.empty() && next->changes.empty();
  state = empty ? nullptr : std::move(next);
}

}  // namespace

std::optional<Mute> mute_of(const Party& party, const UserId& user, ServerTime now) {
  if (party.chat == nullptr) return std::nullopt;
  const auto found = party.chat->mutes.find(user);
  if (found == party.chat->mutes.end()) return std::nullopt;
  const bool over = found->second && *found->second <= now;
  return over ? std::nullopt : std::optional{Mute{found->second}};
}

void add_mute(ChatStatePtr& state, const UserId& user, std::optional<ServerTime> until) {
  change_state(state, [&](ChatState& next) { next.mutes.insert_or_assign(user, until); });
}

void remove_mute(ChatStatePtr& state, const UserId& user) {
  if (state == nullptr) return;
  change_state(state, [&](ChatState& next) { next.mutes.erase(user); });
}

void count_message_change(ChatStatePtr& state, const UserId& user, const RateLimit& limit, ServerTime now) {
  change_state(state, [&](ChatState& next) {
    std::erase_if(next.changes, [&](const auto& entry) { return entry.second.room(limit, now) == limit.events; });
    next.changes[user].record(limit, now);
  });
}

const MessageId* message_of(const Command& command) {
  if (const auto* edit = std::get_if<EditMessage>(&command)) return &edit->id;
  if (const auto* deletion = std::get_if<DeleteMessage>(&command)) return &deletion->id;
  if (const auto* report = std::get_if<ReportMessage>(&command)) return &report->id;
  return nullptr;
}

Command with_original(Command command, ChatMessagePtr original) {
  if (auto* edit = std::get_if<EditMessage>(&command)) edit->original = std::move(original);
  if (auto* deletion = std::get_if<DeleteMessage>(&command)) deletion->original = std::move(original);
  if (auto* report = std::get_if<ReportMessage>(&command)) report->original = std::move(original);
  return command;
}

}  // namespace matinee::party
