#include "storage/memory_chat.hpp"

#include <algorithm>

#include "party/forgotten.hpp"

namespace matinee::storage {
namespace {

auto with_id(const MessageId& id) {
  return [&id](const party::ChatMessage& message) { return message.id == id; };
}

}  // namespace

void MemoryChat::append(const AppendChat& write, const party::Party& party) {
  party::ChatMessage message;
  message.id = write.id;
  message.user = write.user;
  if (const party::Participant* seat = party::find(party.roster, write.user)) message.profile = seat->profile;
  message.message = write.message;
  message.at = write.at;
  message.clip = write.clip;
  message.position = write.position;
  message.reply_to = write.reply_to;
  message.mentions = write.mentions;
  std::erase_if(messages_, with_id(write.id));
  messages_.push_back(std::move(message));
}

party::ChatMessage* MemoryChat::living(const MessageId& id) {
  const auto found = std::find_if(messages_.begin(), messages_.end(), with_id(id));
  return found == messages_.end() || found->deleted_at ? nullptr : &*found;
}

void MemoryChat::apply(const EditChat& write) {
  party::ChatMessage* message = living(write.id);
  if (message == nullptr) return;
  message->message = write.message;
  message->mentions = write.mentions;
  message->edited_at = write.at;
}

void MemoryChat::apply(const DeleteChat& write) {
  party::ChatMessage* message = living(write.id);
  if (message == nullptr) return;
  message->message.clear();
  message->mentions.clear();
  message->deleted_at = write.at;
}

void MemoryChat::apply(const AppendReport& write) {
  const bool known = std::any_of(reports_.begin(), reports_.end(), [&](const AppendReport& report) {
    return report.message == write.message && report.reporter == write.reporter;
  });
  if (!known) reports_.push_back(write);
}

void MemoryChat::add(const std::vector<ReactionTally>& tallies) {
  // As in SQL, what is looked up is what was there before.
  const auto before = reactions_;
  for (const ReactionTally& tally : tallies) {
    const auto in_bucket = std::count_if(before.begin(), before.end(), [&](const auto& entry) {
      return std::get<0>(entry.first) == tally.clip && std::get<1>(entry.first) == tally.bucket;
    });
    const std::tuple key{tally.clip, tally.bucket, tally.emoji};
    if (before.contains(key) || static_cast<std::size_t>(in_bucket) < max_emoji_in_bucket) {
      reactions_[key] += tally.count;
    }
  }
}

void MemoryChat::forget(const UserId& user, ServerTime asked_at, ServerTime now) {
  for (party::ChatMessage& message : messages_) {
    if (message.user != user || message.at > asked_at) continue;
    for (AppendReport& report : reports_) {
      if (report.message == message.id) report.text.clear();
    }
    message.user = party::forgotten_person.user;
    message.profile = {party::forgotten_person.display_name, std::nullopt};
    message.message.clear();
    message.mentions.clear();
    if (!message.deleted_at) message.deleted_at = now;
  }
  std::erase_if(reports_,
                [&](const AppendReport& report) { return report.reporter == user && report.at <= asked_at; });
}

bool MemoryChat::knows(const UserId& user, ServerTime asked_at) const {
  return std::any_of(messages_.begin(), messages_.end(),
                     [&](const auto& message) { return message.user == user && message.at <= asked_at; }) ||
         std::any_of(reports_.begin(), reports_.end(),
                     [&](const auto& report) { return report.reporter == user && report.at <= asked_at; });
}

void MemoryChat::drop_before(ServerTime before) {
  std::erase_if(messages_, [&](const auto& message) { return message.at < before; });
  std::erase_if(reports_, [&](const auto& report) { return report.at < before; });
}

bool MemoryChat::has_before(ServerTime before) const {
  return std::any_of(messages_.begin(), messages_.end(), [&](const auto& message) { return message.at < before; }) ||
         std::any_of(reports_.begin(), reports_.end(), [&](const auto& report) { return report.at < before; });
}

std::optional<party::ChatMessage> MemoryChat::message(const MessageId& id) const {
  const auto found = std::find_if(messages_.begin(), messages_.end(), with_id(id));
  return found == messages_.end() ? std::nullopt : std::optional(*found);
}

std::optional<MessagePage> MemoryChat::page(const MessageQuery& query) const {
  auto first = messages_.begin();
  auto last = messages_.end();
  if (const auto& edge = query.after ? query.after : query.before) {
    const auto found = std::find_if(messages_.begin(), messages_.end(), with_id(*edge));
    if (found == messages_.end()) return std::nullopt;
    (query.after ? first : last) = query.after ? found + 1 : found;
  }
  MessagePage page;
  const auto count = static_cast<std::size_t>(last - first);
  page.more = count > query.limit;
  const auto taken = static_cast<std::ptrdiff_t>(std::min(count, query.limit));
  query.after ? page.messages.assign(first, first + taken) : page.messages.assign(last - taken, last);
  return page;
}

std::vector<MessageReport> MemoryChat::reports(std::size_t limit) const {
  std::vector<AppendReport> newest = reports_;
  std::sort(newest.begin(), newest.end(), [](const AppendReport& one, const AppendReport& other) {
    return one.at != other.at ? one.at > other.at : one.message < other.message;
  });
  std::vector<MessageReport> found;
  for (const AppendReport& report : newest) {
    if (found.size() == limit) break;
    if (const auto said = message(report.message)) found.push_back({*said, report.text, report.reason, report.at});
  }
  return found;
}

std::vector<ReactionTally> MemoryChat::reactions(const ReactionQuery& query) const {
  std::vector<ReactionTally> found;
  for (const auto& [key, total] : reactions_) {
    const auto& [clip, bucket, emoji] = key;
    if (clip == query.clip && bucket >= query.from_bucket) found.push_back({clip, bucket, emoji, total});
  }
  std::stable_sort(found.begin(), found.end(), [](const ReactionTally& one, const ReactionTally& other) {
    return one.bucket != other.bucket ? one.bucket < other.bucket : one.count > other.count;
  });
  if (found.size() > query.limit) found.resize(query.limit);
  return found;
}

}  // namespace matinee::storage
