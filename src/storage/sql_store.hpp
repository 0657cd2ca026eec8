// SqlStore: the Store in SQL, over SOCI, on SQLite or PostgreSQL. Connects at first use and again after every failure,
// so a store outlives what happens to its database. Migrating the schema is not its business (open.hpp, migrate.hpp).
#pragma once

#include <memory>

#include "storage/database.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

class SqlSession;

/// Not thread-safe: one instance per storage thread, any number of instances per database.
class SqlStore final : public Store {
 public:
  /// `database` is migrated; the first call that needs it connects, with `access`.
  explicit SqlStore(std::shared_ptr<const Database> database, Access access = Access::shared);
  ~SqlStore() override;

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
  StoreResult<void> check() override;
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
  /// Runs `work(SqlSession&)`; turns the exceptions of the database into a StoreError and drops the connection.
  template <class T, class Work>
  StoreResult<T> guarded(Work work);

  const std::shared_ptr<const Database> database_;
  const Access access_;
  std::unique_ptr<SqlSession> session_;  ///< none until needed, none after a failure
};

}  // namespace matinee::storage
