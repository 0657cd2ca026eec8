// The memory database's dealing with people's data, in the plainest way: everything is looked at, and a step does all
// there is. For tests only.
#include <algorithm>

#include "party/forgotten.hpp"
#include "storage/memory_store.hpp"

namespace matinee::storage {
namespace {

bool is_guest(const UserId& user) {
  return user.str().starts_with("guest-") && user != party::forgotten_person.user;
}

bool finished(const party::Party& party) {
  return party.status == party::Status::ended;
}

/// What the admission of a party has of the user until then, but for the claim to be host.
bool knows_at_the_door(const party::Admission& admission, const UserId& user, ServerTime until) {
  const auto asked = admission.requests.find(user);
  if (asked != admission.requests.end() && asked->second.at <= until) return true;
  return std::any_of(admission.invitations.begin(), admission.invitations.end(), [&](const auto& entry) {
    return entry.second.by.user == user && entry.second.created_at <= until;
  });
}

void forget_at_the_door_until(party::Admission& admission, const UserId& user, ServerTime until) {
  std::erase_if(admission.requests,
                [&](const auto& entry) { return entry.first == user && entry.second.at <= until; });
  for (auto& [id, invitation] : admission.invitations) {
    if (invitation.by.user == user && invitation.created_at <= until) invitation.by = party::forgotten_person;
  }
}

}  // namespace

void MemoryDatabase::StoredParty::forget(const UserId& user, ServerTime asked_at, ServerTime now) {
  chat.forget(user, asked_at, now);
  party.queue = party::without_name_of(party.queue, user);
  party::change_admission(party.admission, [&](party::Admission& kept) {
    forget_at_the_door_until(kept, user, asked_at);
    if (finished(party) && kept.claimant == user) kept.claimant = UserId{};
  });
  std::erase_if(invitation_uses,
                [&](const auto& use) { return use.first.second == user && use.second.at <= asked_at; });
  if (!finished(party)) return;
  if (const auto seat = party.roster.find(user); seat != party.roster.end() && seat->second.joined_at <= asked_at) {
    party.roster.erase(seat);
  }
  if (const auto seen = attendances.find(user); seen != attendances.end() && seen->second.joined_at <= asked_at) {
    attendances.erase(seen);
  }
  party.kicked.erase(user);
  party::remove_mute(party.chat, user);
  if (party.host != user) return;
  party.host = party::forgotten_person.user;
  party.host_is_creator = false;
}

bool MemoryDatabase::StoredParty::knows(const UserId& user, ServerTime asked_at) const {
  if (chat.knows(user, asked_at) || party::without_name_of(party.queue, user) != party.queue) return true;
  if (knows_at_the_door(party::admission_of(party), user, asked_at)) return true;
  const bool came_invited = std::any_of(invitation_uses.begin(), invitation_uses.end(), [&](const auto& use) {
    return use.first.second == user && use.second.at <= asked_at;
  });
  if (came_invited) return true;
  const auto seen = attendances.find(user);
  return finished(party) && (party.host == user || party::claim_of(party) == user || party.kicked.contains(user) || party.roster.contains(user) ||
                             (seen != attendances.end() && seen->second.joined_at <= asked_at));
}

StoreResult<void> MemoryDatabase::apply(const BeginErasure& begin) {
  if (StoreResult<void> room = check_token(begin.token); room.has_error()) return room;
  take(begin.token);
  erasures_[begin.user] = begin.asked_at;
  return success();
}

StoreResult<void> MemoryDatabase::apply(const EraseUser& step) {
  for (const PartyId& id : step.parties) {
    if (const auto found = parties_.find(id); found != parties_.end()) found->second.attendances.erase(step.user);
  }
  for (auto& [id, stored] : parties_) stored.forget(step.user, step.asked_at, step.now);
  std::erase_if(playlists_, [&](const auto& entry) { return entry.second.owner == step.user; });
  std::erase_if(links_, [&](const auto& link) {
    const auto& [from, to] = link.first;
    return from == step.user || (to == step.user && link.second.state != "blocked");
  });
  for (auto& [id, clip] : clips_) {
    if (clip.created_by == step.user) clip.created_by = party::forgotten_person.user;
  }
  return success();
}

StoreResult<void> MemoryDatabase::apply(const EndErasure& end) {
  const auto found = erasures_.find(end.user);
  if (found != erasures_.end() && found->second <= end.asked_at) erasures_.erase(found);
  return success();
}

bool MemoryDatabase::belongs(Kept kind, ServerTime before, const PartyId& id) const {
  const StoredParty& stored = parties_.at(id);
  if (kind == Kept::chat) return stored.chat.has_before(before);
  if (!finished(stored.party)) return false;
  if (kind == Kept::unseen_parties) return stored.attendances.empty();
  if (!stored.ended_at || *stored.ended_at >= before) return false;
  if (kind == Kept::guests) return !stored.guests_gone;
  return kind == Kept::finished_parties || !stored.events_gone;
}

void MemoryDatabase::let_go_of(Kept kind, const PartyId& id, ServerTime now) {
  StoredParty& stored = parties_.at(id);
  if (kind == Kept::events) {
    stored.chat.drop_events();
    stored.party.kicked.clear();
    stored.party.chat.reset();
    stored.events_gone = true;
  } else if (kind == Kept::guests) {
    std::vector<UserId> guests;
    for (const auto& [user, seen] : stored.attendances) {
      if (is_guest(user)) guests.push_back(user);
    }
    for (const UserId& guest : guests) stored.forget(guest, now, now);
    stored.guests_gone = true;
  } else {
    parties_by_code_.erase(stored.party.invite_code);
    parties_.erase(id);
  }
}

StoreResult<void> MemoryDatabase::apply(const LetGo& step) {
  std::vector<PartyId> parties;
  for (const auto& [id, stored] : parties_) {
    if (belongs(step.kind, step.before, id)) parties.push_back(id);
  }
  for (const PartyId& id : parties) {
    if (step.kind == Kept::chat) {
      parties_.at(id).chat.drop_before(step.before);
    } else {
      let_go_of(step.kind, id, step.now);
    }
  }
  if (step.kind != Kept::guests) return success();
  std::erase_if(playlists_, [&](const auto& entry) {
    return is_guest(entry.second.owner) && entry.second.updated_at < step.before;
  });
  std::erase_if(links_,
                [&](const auto& link) { return is_guest(link.first.first) && link.second.at < step.before; });
  for (auto& [id, clip] : clips_) {
    if (is_guest(clip.created_by) && clip.created_at < step.before) clip.created_by = party::forgotten_person.user;
  }
  return success();
}

StoreResult<bool> MemoryStore::anything_to_let_go(Kept kind, ServerTime before) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const MemoryDatabase& all = *database_;
  const bool elsewhere =
      kind == Kept::guests &&
      (std::any_of(all.playlists_.begin(), all.playlists_.end(),
                   [&](const auto& entry) {
                     return is_guest(entry.second.owner) && entry.second.updated_at < before;
                   }) ||
       std::any_of(all.links_.begin(), all.links_.end(),
                   [&](const auto& link) { return is_guest(link.first.first) && link.second.at < before; }) ||
       std::any_of(all.clips_.begin(), all.clips_.end(), [&](const auto& entry) {
         return is_guest(entry.second.created_by) && entry.second.created_at < before;
       }));
  return elsewhere || std::any_of(all.parties_.begin(), all.parties_.end(),
                                  [&](const auto& entry) { return all.belongs(kind, before, entry.first); });
}

StoreResult<ErasureWork> MemoryStore::erasure_work(const PendingErasure& erasure, std::size_t most_parties) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const MemoryDatabase& all = *database_;
  ErasureWork work;
  for (const auto& [id, stored] : all.parties_) {
    work.more = work.more || stored.knows(erasure.user, erasure.asked_at);
    const auto seen = stored.attendances.find(erasure.user);
    const bool attended = seen != stored.attendances.end() && seen->second.joined_at <= erasure.asked_at;
    if (!finished(stored.party) && attended && work.parties.size() < most_parties) work.parties.push_back(id);
  }
  const auto owns = [&](const auto& entry) { return entry.second.owner == erasure.user; };
  const auto made = [&](const auto& entry) { return entry.second.created_by == erasure.user; };
  const auto linked = [&](const auto& link) {
    const auto& [from, to] = link.first;
    return from == erasure.user || (to == erasure.user && link.second.state != "blocked");
  };
  work.more = work.more || std::any_of(all.playlists_.begin(), all.playlists_.end(), owns) ||
              std::any_of(all.clips_.begin(), all.clips_.end(), made) ||
              std::any_of(all.links_.begin(), all.links_.end(), linked);
  return work;
}

StoreResult<std::vector<PendingErasure>> MemoryStore::pending_erasures(std::size_t limit) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<PendingErasure> pending;
  for (const auto& [user, asked_at] : database_->erasures_) pending.push_back({user, asked_at});
  std::stable_sort(pending.begin(), pending.end(),
                   [](const auto& one, const auto& other) { return one.asked_at < other.asked_at; });
  if (pending.size() > limit) pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(limit), pending.end());
  return pending;
}

}  // namespace matinee::storage
