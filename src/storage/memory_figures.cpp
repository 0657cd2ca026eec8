// The memory database's figures of parties. For tests only.
#include <algorithm>

#include "storage/memory_store.hpp"

namespace matinee::storage {

StoreResult<void> MemoryDatabase::apply(const AddFigures& figures) {
  const auto found = parties_.find(figures.party);
  if (found == parties_.end()) return success();
  StoredParty& stored = found->second;
  stored.audience[figures.stretch.from] = figures.stretch;
  for (const FilmMinute& one : figures.film) stored.said_in_minute[{one.clip, one.minute}] += one.messages;
  return success();
}

StoreResult<std::optional<PartyFigures>> MemoryStore::party_figures(const PartyId& party) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->parties_.find(party);
  if (found == database_->parties_.end()) return std::optional<PartyFigures>();
  const MemoryDatabase::StoredParty& stored = found->second;
  PartyFigures figures;
  figures.created_at = stored.party.created_at;
  figures.ended_at = stored.ended_at;
  figures.participants = stored.attendances.size();
  for (const auto& [from, stretch] : stored.audience) figures.audience.push_back(stretch);
  std::map<std::pair<ClipId, std::size_t>, FilmMinute> film;
  const auto minute_of = [&](const ClipId& clip, std::size_t minute) -> FilmMinute& {
    return film.try_emplace({clip, minute}, FilmMinute{clip, minute}).first->second;
  };
  for (const auto& [key, total] : stored.said_in_minute) minute_of(key.first, key.second).messages += total;
  for (const auto& [key, total] : stored.chat.all_reactions()) {
    const std::size_t minute = std::get<1>(key) / static_cast<std::size_t>(film_minute / reaction_bucket);
    minute_of(std::get<0>(key), minute).reactions += total;
  }
  for (const auto& [key, one] : film) {
    if (figures.film.size() < most_film_minutes) figures.film.push_back(one);
  }
  return std::optional(std::move(figures));
}

}  // namespace matinee::storage
