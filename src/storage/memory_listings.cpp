// The memory database's lists of parties, in the plainest way: everything is looked at. For tests only.
#include <algorithm>
#include <tuple>

#include "base/words.hpp"
#include "storage/memory_store.hpp"

namespace matinee::storage {
namespace {

bool has_words(const std::string& title, const std::vector<std::string>& wanted) {
  const std::vector<std::string> words = words_of(title);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& begin) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.starts_with(begin); });
  });
}

/// What a list is sorted by, the greatest first.
auto rank(ListingOrder order, std::size_t people, ServerTime created_at, const PartyId& id) {
  return std::tuple(order == ListingOrder::people ? people : 0, created_at, id);
}

auto rank(ListingOrder order, const PartyListing& listing) {
  return rank(order, listing.people, listing.created_at, listing.id);
}

template <class T>
void cut(std::vector<T>& entries, std::size_t limit) {
  if (entries.size() > limit) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(limit), entries.end());
}

}  // namespace

StoreResult<void> MemoryDatabase::apply(const NotePeople& note) {
  const auto found = parties_.find(note.party);
  if (found != parties_.end() && found->second.party.epoch == note.epoch) found->second.people = note.people;
  return success();
}

std::uint64_t MemoryDatabase::raise_epoch(const PartyId& party) {
  const std::lock_guard lock(mutex_);
  return ++parties_.at(party).party.epoch;
}

std::size_t MemoryDatabase::people(const PartyId& party) const {
  const std::lock_guard lock(mutex_);
  return parties_.at(party).people;
}

PartyListing MemoryDatabase::listing_of(const StoredParty& stored) const {
  const party::Party& party = stored.party;
  PartyListing listing{party.id,         party.title,       party.host,    {},
                       party.visibility, party.invite_code, stored.people, party.max_participants,
                       party.created_at, party.playback,    std::nullopt};
  listing.has_password = party.settings.has_password;
  listing.approval = party.settings.approval;
  listing.locked = party.settings.locked;
  listing.playback.holding = false;
  if (const party::Participant* host = party::find(party.roster, party.host)) listing.host_profile = host->profile;
  if (!party.playback.clip) return listing;
  const auto clip = clips_.find(*party.playback.clip);
  if (clip == clips_.end()) return listing;
  listing.clip_title = clip->second.title;
  listing.playback.clip_length = clip->second.duration;
  return listing;
}

std::vector<PartyListing> MemoryDatabase::listings_of(const std::function<bool(const party::Party&)>& listed) const {
  std::vector<PartyListing> listings;
  for (const auto& [id, stored] : parties_) {
    if (stored.party.status == party::Status::active && listed(stored.party)) listings.push_back(listing_of(stored));
  }
  return listings;
}

StoreResult<std::vector<PartyListing>> MemoryStore::public_parties(const PublicQuery& query) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  auto listings = database_->listings_of([&](const party::Party& party) {
    return query.every || (party.visibility == party::Visibility::public_ && has_words(party.title, query.words));
  });
  if (query.every) {
    for (PartyListing& listing : listings) {
      const MemoryDatabase::StoredParty& stored = database_->parties_.at(listing.id);
      listing.seats = stored.party.roster.size();
      listing.people = stored.empty_since ? 0 : 1;
    }
  }
  if (query.after) {
    const auto last = rank(query.order, query.after->people, query.after->created_at, query.after->id);
    std::erase_if(listings, [&](const PartyListing& listing) { return rank(query.order, listing) >= last; });
  }
  std::sort(listings.begin(), listings.end(),
            [&](const auto& a, const auto& b) { return rank(query.order, a) > rank(query.order, b); });
  cut(listings, query.limit);
  return listings;
}

StoreResult<std::vector<PartyListing>> MemoryStore::friends_parties(const UserId& user, std::size_t limit) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  auto listings = database_->listings_of([&](const party::Party& party) {
    const auto link = database_->links_.find({user, party.host});
    const bool by_friend = link != database_->links_.end() && link->second.state == "friends";
    return by_friend && party.visibility != party::Visibility::private_;
  });
  std::sort(listings.begin(), listings.end(),
            [](const auto& a, const auto& b) { return rank(ListingOrder::people, a) > rank(ListingOrder::people, b); });
  cut(listings, limit);
  return listings;
}

Attendance MemoryDatabase::attendance_of(const StoredParty& stored, const UserId& user) const {
  const party::Party& party = stored.party;
  Attendance attendance{party.id,
                        party.title,
                        party.host,
                        party.visibility,
                        party.status,
                        party.created_at,
                        stored.ended_at,
                        stored.attendances.at(user).joined_at,
                        std::nullopt,
                        std::nullopt,
                        stored.attendances.size(),
                        {}};
  if (const party::Participant* seat = party::find(party.roster, user)) {
    attendance.role = seat->role;
    attendance.invite_code = party.invite_code;
  }
  std::vector<std::pair<ServerTime, party::Person>> others;
  for (const auto& [other, attended] : stored.attendances) {
    if (other != user) others.push_back({attended.joined_at, {other, attended.profile.display_name}});
  }
  std::stable_sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  cut(others, max_people_named);
  for (auto& [at, person] : others) attendance.some.push_back(std::move(person));
  return attendance;
}

StoreResult<std::vector<Attendance>> MemoryStore::history(const HistoryQuery& query) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<Attendance> history;
  for (const auto& [id, stored] : database_->parties_) {
    if (!stored.attendances.contains(query.user)) continue;
    Attendance attendance = database_->attendance_of(stored, query.user);
    const bool behind = !query.after || std::tuple(attendance.joined_at, attendance.party) <
                                            std::tuple(query.after->joined_at, query.after->party);
    if (behind) history.push_back(std::move(attendance));
  }
  std::sort(history.begin(), history.end(), [](const auto& a, const auto& b) {
    return std::tie(a.joined_at, a.party) > std::tie(b.joined_at, b.party);
  });
  cut(history, query.limit);
  return history;
}

StoreResult<std::vector<KickedUser>> MemoryStore::kicked_users(const PartyId& party, std::size_t limit) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<KickedUser> kicked;
  const auto found = database_->parties_.find(party);
  if (found == database_->parties_.end()) return kicked;
  const MemoryDatabase::StoredParty& stored = found->second;
  for (const UserId& user : stored.party.kicked) {
    const auto attended = stored.attendances.find(user);
    const std::string name = attended == stored.attendances.end() ? user.str() : attended->second.profile.display_name;
    kicked.push_back({{user, name}, stored.kicked_at.at(user)});
  }
  std::stable_sort(kicked.begin(), kicked.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  cut(kicked, limit);
  return kicked;
}

}  // namespace matinee::storage
