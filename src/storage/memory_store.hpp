// MemoryStore: a Store that forgets everything when its database goes out of scope, and fails when told to. For the
// tests of those who use stores; the same contract suite runs over it and over SqlStore.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "storage/memory_chat.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// What a store says that was told to fail.
StoreError told_to_fail();

/// What several MemoryStores share. Thread-safe.
class MemoryDatabase {
 public:
  /// Lets the `n`-th operation from now on fail (1: the next), and only that one. An operation is one call of a store's
  /// method, probes included. A later call replaces an earlier one; 0: none fails.
  void fail_operation(std::size_t n);

  /// From now on every operation fails, until told otherwise.
  void fail_all(bool failing);

  /// Operations so far, failed ones included.
  std::size_t operations() const;

  /// Gives a party that is stored another owner, as a cluster does: returns its epoch, which nobody had before.
  std::uint64_t raise_epoch(const PartyId& party);

  /// Users connected to a party that is stored, as last noted.
  std::size_t people(const PartyId& party) const;

 private:
  friend class MemoryStore;

  struct StoredParty {
    party::Party party;  ///< only what is durable is set
    MemoryChat chat;
    std::optional<ServerTime> empty_since;
    std::optional<ServerTime> ended_at;
    std::size_t people = 0;
    struct Attended {
      party::Profile profile;
      ServerTime joined_at{};
    };
    std::map<UserId, Attended> attendances;
    std::map<UserId, ServerTime> kicked_at;
    std::map<std::pair<InvitationId, UserId>, InvitationUse> invitation_uses;
    std::map<ServerTime, AudienceStretch> audience;
    std::map<std::pair<ClipId, std::size_t>, std::size_t> said_in_minute;
    bool guests_gone = false;
    bool events_gone = false;

    /// What the user said, queued and held becomes nobody's. Of a party that goes on, the party itself is left alone.
    void forget(const UserId& user, ServerTime asked_at, ServerTime now);
    bool knows(const UserId& user, ServerTime asked_at) const;
  };

  // All below: call with mutex_ held.
  bool next_operation_fails();
  StoreResult<void> apply(const ChangeParty& change);
  bool code_is_taken(const ChangeParty& change) const;
  StoreResult<void> apply(const CreateParty& create);
  StoreResult<void> apply(const TakeToken& take);
  StoreResult<void> apply(const SaveClip& save);
  StoreResult<void> apply(const NoteEmptySince& note);
  StoreResult<void> apply(const AddReactions& addition);
  StoreResult<void> apply(const SavePlaylist& save);
  StoreResult<void> apply(const DeletePlaylist& deletion);
  StoreResult<void> apply(const NotePeople& note);
  StoreResult<void> apply(const ChangeFriendship& change);
  StoreResult<void> apply(const BeginErasure& begin);
  StoreResult<void> apply(const EraseUser& step);
  StoreResult<void> apply(const EndErasure& end);
  StoreResult<void> apply(const LetGo& step);
  StoreResult<void> apply(const AddFigures& figures);
  StoreResult<void> apply(const BlockUser& block);
  StoreResult<void> apply(const UnblockUser& unblock);
  bool belongs(Kept kind, ServerTime before, const PartyId& id) const;
  void let_go_of(Kept kind, const PartyId& id, ServerTime now);
  PartyListing listing_of(const StoredParty& stored) const;
  std::vector<PartyListing> listings_of(const std::function<bool(const party::Party&)>& listed) const;
  Attendance attendance_of(const StoredParty& stored, const UserId& user) const;
  std::string name_of(const UserId& user) const;
  StoreResult<void> check_token(const RateToken& token) const;
  void take(const RateToken& token);

  mutable std::mutex mutex_;
  std::map<PartyId, StoredParty> parties_;
  std::map<std::string, PartyId> parties_by_code_;
  std::map<ClipId, Clip> clips_;
  std::map<PlaylistId, Playlist> playlists_;
  std::map<UserId, ServerTime> erasures_;
  std::map<UserId, BlockedUser> blocked_;
  struct Link {
    std::string state;  ///< "requested", "friends", "blocked"
    party::Profile profile;
    ServerTime at{};
  };
  std::map<std::pair<UserId, UserId>, Link> links_;                           ///< by who made it, about whom
  std::map<std::pair<UserId, std::string>, std::vector<ServerTime>> events_;  ///< by user and kind, in time order
  std::size_t operations_ = 0;
  std::size_t failing_operation_ = 0;  ///< 0: none
  bool all_fail_ = false;
};

/// Thread-safe.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<MemoryDatabase> database) : database_(std::move(database)) {}

  std::vector<StoreResult<void>> commit(std::span<const Submission> submissions) override;
  StoreResult<std::optional<party::Party>> load_party(const PartyId& id, const party::RateLimit& chats,
                                                      ServerTime now) override;
  StoreResult<std::optional<PartyId>> find_party_by_code(std::string_view code) override;
  StoreResult<std::optional<PartyId>> find_party_by_invitation(std::string_view code) override;
  StoreResult<std::vector<InvitationUse>> load_invitation_uses(const PartyId& party, std::size_t limit) override;
  StoreResult<std::optional<Clip>> load_clip(const ClipId& id) override;
  StoreResult<std::vector<Clip>> load_clips(std::span<const ClipId> ids) override;
  StoreResult<std::optional<Playlist>> load_playlist(const PlaylistId& id) override;
  StoreResult<std::vector<PlaylistSummary>> list_playlists(const UserId& owner) override;
  StoreResult<std::optional<MessagePage>> load_messages(const PartyId& party, const MessageQuery& query) override;
  StoreResult<std::optional<party::ChatMessage>> load_message(const PartyId& party, const MessageId& id) override;
  StoreResult<std::vector<MessageReport>> load_reports(const PartyId& party, std::size_t limit) override;
  StoreResult<std::vector<ReactionTally>> load_reactions(const PartyId& party, const ReactionQuery& query) override;
  StoreResult<std::vector<PartyId>> parties_empty_since(ServerTime before, std::size_t limit) override;
  StoreResult<std::size_t> count_active_parties() override;
  StoreResult<void> note_start(ServerTime now, ServerTime windows_before) override;
  StoreResult<void> probe() override;
  StoreResult<void> check() override { return probe(); }
  StoreResult<std::vector<PartyListing>> public_parties(const PublicQuery& query) override;
  StoreResult<std::vector<PartyListing>> friends_parties(const UserId& user, std::size_t limit) override;
  StoreResult<std::vector<Attendance>> history(const HistoryQuery& query) override;
  StoreResult<std::vector<KickedUser>> kicked_users(const PartyId& party, std::size_t limit) override;
  StoreResult<std::vector<Friend>> friends_of(const UserId& user) override;
  StoreResult<PersonalRecord> personal_record(const PersonalQuery& query) override;
  StoreResult<ErasureWork> erasure_work(const PendingErasure& erasure, std::size_t most_parties) override;
  StoreResult<std::vector<PendingErasure>> pending_erasures(std::size_t limit) override;
  StoreResult<bool> anything_to_let_go(Kept kind, ServerTime before) override;
  StoreResult<std::optional<PartyFigures>> party_figures(const PartyId& party) override;
  StoreResult<std::vector<BlockedUser>> blocked_users() override;

 private:
  /// What `read` takes from what was said in the party, which may be nothing at all.
  template <class T, class Read>
  StoreResult<T> read_chat(const PartyId& party, Read read);

  std::shared_ptr<MemoryDatabase> database_;
};

}  // namespace matinee::storage
