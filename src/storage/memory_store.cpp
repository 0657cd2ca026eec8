// Checks first, then writes: a submission that fails has changed nothing, so there is nothing to undo.
#include "storage/memory_store.hpp"

#include <algorithm>

#include "storage/chat_windows.hpp"
#include "storage/invite_code.hpp"
#include "storage/memory_queue.hpp"
#include "storage/queue_length.hpp"

namespace matinee::storage {
namespace {

StoreError error(StoreErrorKind kind, const char* message, Millis retry_after = Millis{0}) {
  return StoreError{kind, message, retry_after};
}

party::Participant durable_seat(const UserId& user, const party::Profile& profile, party::Role role,
                                ServerTime joined_at) {
  party::Participant seat;
  seat.user = user;
  seat.profile = profile;
  seat.role = role;
  seat.joined_at = joined_at;
  return seat;
}

/// The party as a database would keep it: without connections, windows, reports and what the clip catalogue knows.
party::Party durable_part(const party::Party& party) {
  party::Party kept = party;
  kept.invite_code = in_capitals(party.invite_code);
  kept.playback.clip_length.reset();
  kept.connected = 0;
  kept.skip_votes.reset();
  for (auto& [user, seat] : kept.roster) {
    seat = durable_seat(user, seat.profile, seat.role, seat.joined_at);
  }
  return kept;
}

}  // namespace

StoreError told_to_fail() {
  return error(StoreErrorKind::unavailable, "the memory database was told to fail");
}

void MemoryDatabase::fail_operation(std::size_t n) {
  const std::lock_guard lock(mutex_);
  failing_operation_ = operations_ + n;
}

void MemoryDatabase::fail_all(bool failing) {
  const std::lock_guard lock(mutex_);
  all_fail_ = failing;
}

std::size_t MemoryDatabase::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}

bool MemoryDatabase::next_operation_fails() {
  return ++operations_ == failing_operation_ || all_fail_;
}

StoreResult<void> MemoryDatabase::apply(const ChangeParty& change) {
  const auto found = parties_.find(change.party);
  if (found == parties_.end()) return error(StoreErrorKind::conflict, "no such party");
  StoredParty& stored = found->second;
  party::Party& party = stored.party;
  if (party.version != change.expected_version || party.epoch != change.epoch) {
    return error(StoreErrorKind::conflict, "the party has another version or epoch");
  }
  if (code_is_taken(change)) return error(StoreErrorKind::corrupt, "another party has this invite code");
  ++party.version;
  struct Writer {
    MemoryDatabase& database;
    StoredParty& stored;
    party::Party& party;
    void operator()(const PutPlayback& write) {
      party.playback = write.playback;
      party.playback.clip_length.reset();
      party.revision = write.revision;
      party.scheduled_start = write.scheduled_start;
    }
    void operator()(const PutSettings& write) {
      party.settings = write.settings;
      party.settings.has_password = !party::admission_of(party).password_hash.empty();
    }
    void operator()(const PutSeat& write) {
      party.roster[write.user] = durable_seat(write.user, write.profile, write.role, write.joined_at);
      stored.attendances[write.user] = {write.profile, write.joined_at};
    }
    void operator()(const RemoveSeat& write) { party.roster.erase(write.user); }
    void operator()(const AddKick& write) {
      party.kicked.insert(write.user);
      stored.kicked_at[write.user] = write.at;
    }
    void operator()(const RemoveKick& write) { party.kicked.erase(write.user); }
    void operator()(const PutInviteCode& write) {
      database.parties_by_code_.erase(party.invite_code);
      party.invite_code = in_capitals(write.code);
      database.parties_by_code_.emplace(party.invite_code, party.id);
    }
    void operator()(const PutHost& write) {
      party.host = write.user;
      party.host_is_creator = write.claim == write.user;
      admission([&](party::Admission& kept) { kept.claimant = party.host_is_creator ? UserId{} : write.claim; });
    }
    void operator()(const PutInvitation& write) {
      admission([&](party::Admission& kept) {
        kept.invitations.insert_or_assign(write.invitation.id, write.invitation);
      });
    }
    void operator()(const RemoveInvitation& write) {
      admission([&](party::Admission& kept) { kept.invitations.erase(write.id); });
      std::erase_if(stored.invitation_uses, [&](const auto& entry) { return entry.first.first == write.id; });
    }
    void operator()(const PutInvitationUse& write) {
      stored.invitation_uses[{write.invitation, write.who.user}] = {write.invitation, write.who, write.at};
    }
    void operator()(const PutPassword& write) {
      admission([&](party::Admission& kept) { kept.password_hash = write.hash; });
      party.settings.has_password = !write.hash.empty();
    }
    void operator()(const PutJoinRequest& write) {
      admission([&](party::Admission& kept) { kept.requests.insert_or_assign(write.user, write.request); });
    }
    void operator()(const RemoveJoinRequest& write) {
      admission([&](party::Admission& kept) { kept.requests.erase(write.user); });
    }
    void admission(const std::function<void(party::Admission&)>& change) {
      party::change_admission(party.admission, change);
    }
    void operator()(const PutEnded& write) {
      party.status = party::Status::ended;
      stored.ended_at = write.at;
    }
    void operator()(const PutQueue& write) { party.queue = queue_after(party.queue, write); }
    void operator()(const AppendChat& write) { stored.chat.append(write, party); }
    void operator()(const EditChat& write) { stored.chat.apply(write); }
    void operator()(const DeleteChat& write) { stored.chat.apply(write); }
    void operator()(const AppendReport& write) { stored.chat.apply(write); }
    void operator()(const PutMute& write) { party::add_mute(party.chat, write.user, write.until); }
    void operator()(const RemoveMute& write) { party::remove_mute(party.chat, write.user); }
  };
  for (const PartyWrite& write : change.writes) std::visit(Writer{*this, stored, party}, write);
  return success();
}

bool MemoryDatabase::code_is_taken(const ChangeParty& change) const {
  return std::any_of(change.writes.begin(), change.writes.end(), [&](const PartyWrite& write) {
    const auto* code = std::get_if<PutInviteCode>(&write);
    if (code == nullptr) return false;
    const auto holder = parties_by_code_.find(in_capitals(code->code));
    return holder != parties_by_code_.end() && holder->second != change.party;
  });
}

StoreResult<void> MemoryDatabase::check_token(const RateToken& token) const {
  if (token.limit.events == 0) {
    return error(StoreErrorKind::rate_limited, "the window admits nothing", token.limit.window);
  }
  const auto found = events_.find({token.user, token.kind});
  if (found == events_.end()) return success();
  const std::vector<ServerTime>& events = found->second;
  const auto first =
      std::find_if(events.begin(), events.end(), [&](ServerTime at) { return token.now - at < token.limit.window; });
  const auto counted = static_cast<std::size_t>(events.end() - first);
  if (counted < token.limit.events) return success();
  // Room comes when the oldest of the newest `events` leaves the window.
  const ServerTime oldest = events[events.size() - token.limit.events];
  return error(StoreErrorKind::rate_limited, "the window is full",
               std::max(oldest + token.limit.window - token.now, Millis{1}));
}

void MemoryDatabase::take(const RateToken& token) {
  std::vector<ServerTime>& events = events_[{token.user, token.kind}];
  std::erase_if(events, [&](ServerTime at) { return token.now - at >= token.limit.window; });
  events.insert(std::upper_bound(events.begin(), events.end(), token.now), token.now);
}

StoreResult<void> MemoryDatabase::apply(const CreateParty& create) {
  if (StoreResult<void> room = check_token(create.token); room.has_error()) return room;
  if (parties_.contains(create.party.id)) return error(StoreErrorKind::conflict, "a party with this id exists");
  const std::string code = in_capitals(create.party.invite_code);
  if (parties_by_code_.contains(code)) {
    return error(StoreErrorKind::code_taken, "another party has this invite code");
  }
  take(create.token);
  parties_by_code_.emplace(code, create.party.id);
  // Nobody has connected to a new party yet: it is empty since it was created.
  StoredParty stored;
  stored.party = durable_part(create.party);
  stored.empty_since = create.party.created_at;
  for (const auto& [user, seat] : create.party.roster) stored.attendances[user] = {seat.profile, seat.joined_at};
  parties_.emplace(create.party.id, std::move(stored));
  return success();
}

StoreResult<void> MemoryDatabase::apply(const TakeToken& taken) {
  StoreResult<void> room = check_token(taken.token);
  if (room.has_value()) take(taken.token);
  return room;
}

StoreResult<void> MemoryDatabase::apply(const SaveClip& save) {
  if (StoreResult<void> room = check_token(save.token); room.has_error()) return room;
  if (clips_.contains(save.clip.id)) return error(StoreErrorKind::conflict, "a clip with this id exists");
  take(save.token);
  clips_.emplace(save.clip.id, save.clip);
  return success();
}

StoreResult<void> MemoryDatabase::apply(const NoteEmptySince& note) {
  const auto found = parties_.find(note.party);
  if (found != parties_.end() && found->second.party.epoch == note.epoch) found->second.empty_since = note.since;
  return success();
}

StoreResult<void> MemoryDatabase::apply(const AddReactions& addition) {
  const auto found = parties_.find(addition.party);
  if (found != parties_.end()) found->second.chat.add(addition.tallies);
  return success();
}

std::vector<StoreResult<void>> MemoryStore::commit(std::span<const Submission> submissions) {
  if (submissions.empty()) return {};
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return {submissions.size(), told_to_fail()};
  std::vector<StoreResult<void>> results;
  results.reserve(submissions.size());
  for (const Submission& submission : submissions) {
    results.push_back(std::visit([this](const auto& one) { return database_->apply(one); }, submission));
  }
  return results;
}

StoreResult<std::optional<party::Party>> MemoryStore::load_party(const PartyId& id, const party::RateLimit& chats,
                                                                 ServerTime now) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->parties_.find(id);
  if (found == database_->parties_.end()) return std::optional<party::Party>();
  const MemoryDatabase::StoredParty& stored = found->second;
  party::Party party = stored.party;
  if (party.playback.clip) {
    const auto clip = database_->clips_.find(*party.playback.clip);
    if (clip != database_->clips_.end()) party.playback.clip_length = clip->second.duration;
  }
  take_length_from_queue(party);
  ChatTimes said;
  const Millis counted = std::max(chats.window, party.settings.slow_mode);
  for (const party::ChatMessage& message : stored.chat.messages()) {
    if (now - message.at < counted) said[message.user].push_back(message.at);
  }
  for (auto& [user, times] : said) std::sort(times.begin(), times.end());
  restore_chat_windows(party.roster, said, chats);
  return std::optional(std::move(party));
}

StoreResult<std::optional<PartyId>> MemoryStore::find_party_by_code(std::string_view code) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->parties_by_code_.find(in_capitals(code));
  if (found == database_->parties_by_code_.end()) return std::optional<PartyId>();
  return std::optional(found->second);
}

StoreResult<std::optional<PartyId>> MemoryStore::find_party_by_invitation(std::string_view code) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  for (const auto& [id, stored] : database_->parties_) {
    for (const auto& [invitation_id, invitation] : party::admission_of(stored.party).invitations) {
      if (invitation.code == in_capitals(code)) return std::optional(id);
    }
  }
  return std::optional<PartyId>();
}

StoreResult<std::vector<InvitationUse>> MemoryStore::load_invitation_uses(const PartyId& party, std::size_t limit) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<InvitationUse> uses;
  const auto found = database_->parties_.find(party);
  if (found == database_->parties_.end()) return uses;
  for (const auto& [key, use] : found->second.invitation_uses) uses.push_back(use);
  std::stable_sort(uses.begin(), uses.end(), [](const auto& one, const auto& other) { return one.at > other.at; });
  if (uses.size() > limit) uses.resize(limit);
  return uses;
}

StoreResult<std::optional<Clip>> MemoryStore::load_clip(const ClipId& id) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->clips_.find(id);
  if (found == database_->clips_.end()) return std::optional<Clip>();
  return std::optional(found->second);
}

template <class T, class Read>
StoreResult<T> MemoryStore::read_chat(const PartyId& party, Read read) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto found = database_->parties_.find(party);
  return StoreResult<T>(read(found == database_->parties_.end() ? MemoryChat{} : found->second.chat));
}

StoreResult<std::optional<MessagePage>> MemoryStore::load_messages(const PartyId& party, const MessageQuery& query) {
  return read_chat<std::optional<MessagePage>>(party, [&](const MemoryChat& chat) { return chat.page(query); });
}

StoreResult<std::optional<party::ChatMessage>> MemoryStore::load_message(const PartyId& party, const MessageId& id) {
  return read_chat<std::optional<party::ChatMessage>>(party, [&](const MemoryChat& chat) { return chat.message(id); });
}

StoreResult<std::vector<MessageReport>> MemoryStore::load_reports(const PartyId& party, std::size_t limit) {
  return read_chat<std::vector<MessageReport>>(party, [&](const MemoryChat& chat) { return chat.reports(limit); });
}

StoreResult<std::vector<ReactionTally>> MemoryStore::load_reactions(const PartyId& party, const ReactionQuery& query) {
  return read_chat<std::vector<ReactionTally>>(party, [&](const MemoryChat& chat) { return chat.reactions(query); });
}

StoreResult<std::vector<PartyId>> MemoryStore::parties_empty_since(ServerTime before, std::size_t limit) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<std::pair<ServerTime, PartyId>> empty;
  for (const auto& [id, stored] : database_->parties_) {
    const bool active = stored.party.status == party::Status::active;
    if (active && stored.empty_since && *stored.empty_since < before) empty.emplace_back(*stored.empty_since, id);
  }
  std::sort(empty.begin(), empty.end());
  std::vector<PartyId> parties;
  for (const auto& [since, id] : empty) {
    if (parties.size() == limit) break;
    parties.push_back(id);
  }
  return parties;
}

StoreResult<std::size_t> MemoryStore::count_active_parties() {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  return static_cast<std::size_t>(
      std::count_if(database_->parties_.begin(), database_->parties_.end(),
                    [](const auto& entry) { return entry.second.party.status == party::Status::active; }));
}

StoreResult<void> MemoryStore::note_start(ServerTime now, ServerTime windows_before) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  for (auto& [id, stored] : database_->parties_) {
    if (stored.party.status == party::Status::active && !stored.empty_since) stored.empty_since = now;
    stored.people = 0;
    const bool watched = !stored.audience.empty() && stored.audience.rbegin()->second.viewers > 0;
    if (watched && stored.party.status == party::Status::active) stored.audience[now] = {now, now};
  }
  for (auto& [key, events] : database_->events_) {
    std::erase_if(events, [&](ServerTime at) { return at < windows_before; });
  }
  return success();
}

StoreResult<void> MemoryStore::probe() {
  const std::lock_guard lock(database_->mutex_);
  return database_->next_operation_fails() ? StoreResult<void>(told_to_fail()) : success();
}

}  // namespace matinee::storage
