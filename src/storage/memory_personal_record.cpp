// The memory database's record of one person. For tests only.
#include <algorithm>

#include "storage/memory_store.hpp"

namespace matinee::storage {
namespace {

PersonalParty party_entry(const party::Party& party, const std::optional<ServerTime>& ended_at, const UserId& user,
                          const party::Profile& profile, ServerTime joined_at) {
  PersonalParty entry;
  entry.party = party.id;
  entry.title = party.title;
  entry.visibility = party.visibility;
  entry.status = party.status;
  entry.hosted = party.host == user;
  entry.claimed = party::claim_of(party) == user;
  entry.created_at = party.created_at;
  entry.ended_at = ended_at;
  entry.joined_at = joined_at;
  entry.profile = profile;
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

void add_admission(const party::Party& party, const UserId& user, PersonalRecord& record) {
  const party::Admission& admission = party::admission_of(party);
  for (const auto& [id, made] : admission.invitations) {
    if (made.by.user != user) continue;
    record.invitations.push_back(
        {party.id, id, made.code, made.note, made.created_at, made.expires_at, made.max_uses, made.uses});
  }
  if (const auto asked = admission.requests.find(user); asked != admission.requests.end()) {
    const party::JoinRequest& request = asked->second;
    record.join_requests.push_back({party.id, request.profile, request.declined, request.at});
  }
}

/// As a database sorts them.
void sort_record(PersonalRecord& record) {
  std::stable_sort(record.parties.begin(), record.parties.end(),
                   [](const auto& one, const auto& other) { return one.joined_at > other.joined_at; });
  const auto by_time = [](auto& entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& one, const auto& other) { return one.at < other.at; });
  };
  by_time(record.rate_events);
  by_time(record.invitation_uses);
  by_time(record.join_requests);
  std::stable_sort(record.invitations.begin(), record.invitations.end(),
                   [](const auto& one, const auto& other) { return one.created_at < other.created_at; });
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
    add_admission(stored.party, user, record);
    for (const auto& [key, use] : stored.invitation_uses) {
      if (key.second == user) record.invitation_uses.push_back({id, use.invitation, use.who.display_name, use.at});
    }
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
  sort_record(record);
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
