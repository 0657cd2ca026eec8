// The memory database's record of one person. For tests only.
#include <algorithm>

#include "storage/memory_store.hpp"

namespace matinee::storage {
namespace {

PersonalParty party_entry(const party::Party& party, const std::optional<ServerTime>& ended_at, const UserId& user,
                          const party::Profile& profile, ServerTime joined_at) {
  PersonalParty entry{party.id,   party.title, party.visibility, party.status, party.host == user, party.created_at,
                      ended_at, joined_at, std::nullopt, profile};
  if (const party::Participant* seat = party::find(party.roster, user)) entry.role = seat->role;
  return entry;
}

void add_queue_items(const party::Party& party, const UserId& user, std::vector<PersonalQueueItem>& items) {
  if (party.queue == nullptr) return;
  const auto add = [&](const party::QueueItemPtr& item) {
    if (item != nullptr && item->added_by.user == user) items.push_back({party.id, item->clip, item->title});
  };
  add(party.queue->current);
  for (const party::QueueEntry& entry : party.queue->entries) add(entry.item);
}

}  // namespace

StoreResult<PersonalRecord> MemoryStore::personal_record(const PersonalQuery& query) {
  StoreResult<std::vector<Friend>> friends = friends_of(query.user);
  if (!friends) return friends.error();
  const std::lock_guard lock(database_->mutex_);
  const UserId& user = query.user;
  PersonalRecord record;
  record.friends = std::move(friends).value();
  for (const auto& [id, stored] : database_->parties_) {
    if (const auto seen = stored.attendances.find(user); seen != stored.attendances.end()) {
      record.parties.push_back(
          party_entry(stored.party, stored.ended_at, user, seen->second.profile, seen->second.joined_at));
    }
    for (const party::ChatMessage& message : stored.chat.messages()) {
      if (message.user == user) record.messages.push_back({id, message});
    }
    for (const AppendReport& report : stored.chat.all_reports()) {
      if (report.reporter == user) record.reports.push_back({id, report.message, report.reason, report.at});
    }
    add_queue_items(stored.party, user, record.queue_items);
    if (stored.party.kicked.contains(user)) {
      const auto at = stored.kicked_at.find(user);
      record.restrictions.push_back(
          {id, true, at == stored.kicked_at.end() ? stored.party.created_at : at->second});
    }
  }
  for (const auto& [id, stored] : database_->parties_) {
    const auto mute = party::mute_of(stored.party, user, ServerTime::min());
    if (mute) record.restrictions.push_back({id, false, mute->until});
  }
  for (const auto& [id, clip] : database_->clips_) {
    if (clip.created_by == user) record.clips.push_back({id, clip.title, clip.url, clip.created_at});
  }
  for (const auto& [id, playlist] : database_->playlists_) {
    if (playlist.owner == user) record.playlists.push_back(playlist);
  }
  for (const auto& [key, times] : database_->events_) {
    if (key.first != user) continue;
    for (const ServerTime at : times) record.rate_events.push_back({key.second, at});
  }
  std::stable_sort(record.parties.begin(), record.parties.end(),
                   [](const auto& one, const auto& other) { return one.joined_at > other.joined_at; });
  std::stable_sort(record.rate_events.begin(), record.rate_events.end(),
                   [](const auto& one, const auto& other) { return one.at < other.at; });
  const auto place = [](const PersonalMessage& said) { return std::pair(said.message.at, said.message.id); };
  std::sort(record.messages.begin(), record.messages.end(),
            [&](const auto& one, const auto& other) { return place(one) < place(other); });
  if (query.after) {
    std::erase_if(record.messages, [&](const PersonalMessage& said) {
      return place(said) <= std::pair(query.after->at, query.after->message);
    });
  }
  record.more = record.messages.size() > query.messages;
  if (record.more) {
    record.messages.erase(record.messages.begin() + static_cast<std::ptrdiff_t>(query.messages),
                          record.messages.end());
  }
  return record;
}

}  // namespace matinee::storage
