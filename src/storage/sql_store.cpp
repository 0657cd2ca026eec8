// Between the store's port and SQL: connecting, transactions of reads, and exceptions turned into errors.
#include "storage/sql_store.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "base/backoff.hpp"
#include "storage/invite_code.hpp"
#include "storage/sql_admission.hpp"
#include "storage/sql_blocked_users.hpp"
#include "storage/sql_clips.hpp"
#include "storage/sql_commit.hpp"
#include "storage/sql_erasure.hpp"
#include "storage/sql_error.hpp"
#include "storage/sql_figures.hpp"
#include "storage/sql_friendships.hpp"
#include "storage/sql_listings.hpp"
#include "storage/sql_load.hpp"
#include "storage/sql_personal_data.hpp"
#include "storage/sql_playlists.hpp"
#include "storage/sql_retention.hpp"
#include "storage/sql_script.hpp"
#include "storage/sql_session.hpp"

namespace matinee::storage {
namespace {

/// Large enough to need pages of its own, so that a probe does not succeed where the next commit would not.
constexpr std::size_t probe_bytes = 32'768;

/// A transaction that lost to another one is run so often in all, soon after, unless so much time has passed: with one
/// more attempt whoever waits for it is to hear of it while they still wait (`storage-timeout` is 5 s).
constexpr int most_attempts = 3;
constexpr std::chrono::seconds last_attempt_begins{2};
constexpr Millis first_pause{10};
constexpr Millis longest_pause{100};

}  // namespace

SqlStore::SqlStore(std::shared_ptr<const Database> database, Access access)
    : database_(std::move(database)), access_(access) {}

SqlStore::~SqlStore() = default;

template <class T, class Work>
StoreResult<T> SqlStore::guarded(Work work) {
  try {
    if (session_ == nullptr) session_ = std::make_unique<SqlSession>(*database_, access_);
    const std::unique_ptr<Deadline> deadline = database_->deadline(session_->connection);
    return work(*session_);
  } catch (const soci::soci_error& error) {
    StoreError failure = store_error(error);
    // Closing rolls back whatever was open. A fresh connection has no half-run statement and no stale error.
    session_.reset();
    return failure;
  }
}

std::vector<StoreResult<void>> SqlStore::commit(std::span<const Submission> submissions) {
  if (submissions.empty()) return {};
  using Results = std::vector<StoreResult<void>>;
  Backoff pause(first_pause, longest_pause);
  bool again = false;
  int attempt = 1;
  const auto begun = std::chrono::steady_clock::now();
  const auto commit_or_undo = [&](SqlSession& session) -> StoreResult<Results> {
    try {
      return commit_submissions(session, submissions);
    } catch (const soci::soci_error& error) {
      const bool late = std::chrono::steady_clock::now() - begun > last_attempt_begins;
      if (attempt == most_attempts || late || !lost_to_another(error)) throw;
      session.connection << "ROLLBACK";
      again = true;
      return store_error(error);
    }
  };
  StoreResult<Results> results = guarded<Results>(commit_or_undo);
  while (again) {
    std::this_thread::sleep_for(pause.next());
    again = false;
    ++attempt;
    results = guarded<Results>(commit_or_undo);
  }
  if (results.has_value()) return std::move(results).value();
  // Whatever is wrong with the database, to those who wait for a commit it is not available.
  StoreError failure = std::move(results).error();
  failure.kind = StoreErrorKind::unavailable;
  return Results(submissions.size(), failure);
}

StoreResult<std::optional<party::Party>> SqlStore::load_party(const PartyId& id, const party::RateLimit& chats,
                                                              ServerTime now) {
  using Loaded = std::optional<party::Party>;
  return guarded<Loaded>([&](SqlSession& session) {
    session.connection << std::string(session.dialect.begin_reading);
    StoreResult<Loaded> party = select_party(session.connection, id, chats, now);
    session.connection << "COMMIT";
    return party;
  });
}

StoreResult<std::optional<PartyId>> SqlStore::find_party_by_code(std::string_view code) {
  return guarded<std::optional<PartyId>>(
      [&](SqlSession& session) { return select_party_by_code(session.connection, in_capitals(code)); });
}

StoreResult<std::optional<PartyId>> SqlStore::find_party_by_invitation(std::string_view code) {
  return guarded<std::optional<PartyId>>(
      [&](SqlSession& session) { return select_party_by_invitation(session.connection, in_capitals(code)); });
}

StoreResult<std::vector<InvitationUse>> SqlStore::load_invitation_uses(const PartyId& party, std::size_t limit) {
  return guarded<std::vector<InvitationUse>>(
      [&](SqlSession& session) { return select_invitation_uses(session.connection, party, limit); });
}

StoreResult<std::optional<Clip>> SqlStore::load_clip(const ClipId& id) {
  return guarded<std::optional<Clip>>([&](SqlSession& session) { return select_clip(session.connection, id); });
}

StoreResult<std::vector<Clip>> SqlStore::load_clips(std::span<const ClipId> ids) {
  return guarded<std::vector<Clip>>([&](SqlSession& session) { return select_clips(session, ids); });
}

StoreResult<std::optional<Playlist>> SqlStore::load_playlist(const PlaylistId& id) {
  return guarded<std::optional<Playlist>>([&](SqlSession& session) {
    session.connection << std::string(session.dialect.begin_reading);
    std::optional<Playlist> playlist = select_playlist(session.connection, id);
    session.connection << "COMMIT";
    return playlist;
  });
}

StoreResult<std::vector<PlaylistSummary>> SqlStore::list_playlists(const UserId& owner) {
  return guarded<std::vector<PlaylistSummary>>(
      [&](SqlSession& session) { return select_playlists(session.connection, owner); });
}

StoreResult<std::optional<MessagePage>> SqlStore::load_messages(const PartyId& party, const MessageQuery& query) {
  using Loaded = std::optional<MessagePage>;
  return guarded<Loaded>([&](SqlSession& session) -> StoreResult<Loaded> {
    session.connection << std::string(session.dialect.begin_reading);
    Loaded page = select_messages(session.connection, party, query);
    session.connection << "COMMIT";
    return page;
  });
}

StoreResult<std::optional<party::ChatMessage>> SqlStore::load_message(const PartyId& party, const MessageId& id) {
  return guarded<std::optional<party::ChatMessage>>(
      [&](SqlSession& session) { return select_message(session.connection, party, id); });
}

StoreResult<std::vector<MessageReport>> SqlStore::load_reports(const PartyId& party, std::size_t limit) {
  return guarded<std::vector<MessageReport>>(
      [&](SqlSession& session) { return select_reports(session.connection, party, limit); });
}

StoreResult<std::vector<ReactionTally>> SqlStore::load_reactions(const PartyId& party, const ReactionQuery& query) {
  return guarded<std::vector<ReactionTally>>(
      [&](SqlSession& session) { return select_reactions(session.connection, party, query); });
}

StoreResult<std::vector<PartyId>> SqlStore::parties_empty_since(ServerTime before, std::size_t limit) {
  return guarded<std::vector<PartyId>>(
      [&](SqlSession& session) { return select_parties_empty_since(session.connection, before, limit); });
}

StoreResult<std::size_t> SqlStore::count_active_parties() {
  return guarded<std::size_t>([](SqlSession& session) { return select_active_parties_count(session.connection); });
}

StoreResult<void> SqlStore::note_start(ServerTime now, ServerTime windows_before) {
  return guarded<void>([&](SqlSession& session) -> StoreResult<void> {
    const long long now_ms = to_unix_ms(now);
    const long long before_ms = to_unix_ms(windows_before);
    session.connection << std::string(session.dialect.begin_writing);
    const std::string not_owned = fmt::format(
        "NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = parties.owner_node AND alive_until_ms > {})",
        session.dialect.now_ms);
    session.connection << "UPDATE parties SET empty_since_ms = :now"
                          " WHERE status = 'active' AND empty_since_ms IS NULL AND " +
                              not_owned,
        soci::use(now_ms, "now");
    session.connection << "UPDATE parties SET people = 0 WHERE people <> 0 AND " + not_owned;
    close_audiences(session.connection, now, not_owned);
    session.connection << "DELETE FROM rate_events WHERE at_ms < :before", soci::use(before_ms, "before");
    session.connection << "COMMIT";
    return success();
  });
}

StoreResult<std::vector<PartyListing>> SqlStore::public_parties(const PublicQuery& query) {
  return guarded<std::vector<PartyListing>>(
      [&](SqlSession& session) { return select_public_parties(session.connection, query); });
}

StoreResult<std::vector<PartyListing>> SqlStore::friends_parties(const UserId& user, std::size_t limit) {
  return guarded<std::vector<PartyListing>>(
      [&](SqlSession& session) { return select_friends_parties(session.connection, user, limit); });
}

StoreResult<std::vector<Attendance>> SqlStore::history(const HistoryQuery& query) {
  return guarded<std::vector<Attendance>>([&](SqlSession& session) {
    session.connection << std::string(session.dialect.begin_reading);
    auto history = select_history(session.connection, query);
    session.connection << "COMMIT";
    return history;
  });
}

StoreResult<std::vector<KickedUser>> SqlStore::kicked_users(const PartyId& party, std::size_t limit) {
  return guarded<std::vector<KickedUser>>(
      [&](SqlSession& session) { return select_kicked_users(session.connection, party, limit); });
}

StoreResult<std::vector<BlockedUser>> SqlStore::blocked_users() {
  return guarded<std::vector<BlockedUser>>([](SqlSession& session) -> StoreResult<std::vector<BlockedUser>> {
    return select_blocked_users(session.connection);
  });
}

StoreResult<std::vector<Friend>> SqlStore::friends_of(const UserId& user) {
  return guarded<std::vector<Friend>>([&](SqlSession& session) { return select_friends(session.connection, user); });
}

StoreResult<PersonalRecord> SqlStore::personal_record(const PersonalQuery& query) {
  return guarded<PersonalRecord>([&](SqlSession& session) {
    session.connection << std::string(session.dialect.begin_reading);
    auto record = select_personal_record(session.connection, query);
    session.connection << "COMMIT";
    return record;
  });
}

StoreResult<ErasureWork> SqlStore::erasure_work(const PendingErasure& erasure, std::size_t most_parties) {
  return guarded<ErasureWork>(
      [&](SqlSession& session) { return select_erasure_work(session.connection, erasure, most_parties); });
}

StoreResult<std::vector<PendingErasure>> SqlStore::pending_erasures(std::size_t limit) {
  return guarded<std::vector<PendingErasure>>(
      [&](SqlSession& session) { return select_pending_erasures(session.connection, limit); });
}

StoreResult<bool> SqlStore::anything_to_let_go(Kept kind, ServerTime before) {
  return guarded<bool>(
      [&](SqlSession& session) { return select_anything_to_let_go(session.connection, kind, before); });
}

StoreResult<std::optional<PartyFigures>> SqlStore::party_figures(const PartyId& party) {
  return guarded<std::optional<PartyFigures>>([&](SqlSession& session) {
    session.connection << std::string(session.dialect.begin_reading);
    auto figures = select_party_figures(session.connection, party);
    session.connection << "COMMIT";
    return figures;
  });
}

StoreResult<void> SqlStore::probe() {
  return guarded<void>([&](SqlSession& session) -> StoreResult<void> {
    const std::string payload(probe_bytes, 'p');
    // Two transactions: pages that are gone again before the commit would never reach the disk.
    session.connection << "INSERT INTO probes (payload) VALUES (:payload)", soci::use(payload, "payload");
    session.connection << "DELETE FROM probes";
    return success();
  });
}

StoreResult<void> SqlStore::check() {
  return guarded<void>([](SqlSession& session) -> StoreResult<void> {
    run_script(session.connection, "SELECT 1");
    return success();
  });
}

}  // namespace matinee::storage
