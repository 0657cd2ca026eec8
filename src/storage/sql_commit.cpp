// Conditional submissions (a new party, a token, a clip, a playlist) run one by one, where they stand. Changes of
// parties are gathered and written together at the end: nothing else in a commit depends on them, except the creation
// of a party that was changed before, which therefore writes them first.
#include "storage/sql_commit.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "storage/sql_blocked_users.hpp"
#include "storage/sql_clips.hpp"
#include "storage/sql_erasure.hpp"
#include "storage/sql_error.hpp"
#include "storage/sql_figures.hpp"
#include "storage/sql_friendships.hpp"
#include "storage/sql_locks.hpp"
#include "storage/sql_playlists.hpp"
#include "storage/sql_retention.hpp"
#include "storage/sql_single_writes.hpp"

namespace matinee::storage {
namespace {

/// Runs `work`, a StoreResult<void>(), and undoes its writes when it fails.
template <class Work>
StoreResult<void> in_savepoint(SqlSession& session, Work work) {
  session.transaction.savepoint.execute(true);
  StoreResult<void> result = success();
  try {
    result = work();
  } catch (const soci::soci_error& error) {
    // What breaks a constraint is a bug of whoever made it; it must not take the rest of the batch with it.
    if (!broke_constraint(error)) throw;
    result = StoreError{StoreErrorKind::corrupt, store_error(error).message, Millis{0}};
  }
  if (result.has_error()) session.connection << "ROLLBACK TO SAVEPOINT submission";
  session.transaction.release.execute(true);
  return result;
}

class Batch {
 public:
  Batch(SqlSession& session, std::span<const Submission> submissions)
      : session_(session), submissions_(submissions), results_(submissions.size(), success()) {}

  std::vector<StoreResult<void>> run() {
    for (index_ = 0; index_ < submissions_.size(); ++index_) std::visit(*this, submissions_[index_]);
    write_gathered();
    return std::move(results_);
  }

  void operator()(const ChangeParty& change) {
    gathered_.insert(change.party);
    changes_.push_back(&change);
    change_indices_.push_back(index_);
  }

  void operator()(const NoteEmptySince& note) {
    gathered_.insert(note.party);
    notes_.push_back(&note);
  }

  void operator()(const AddReactions& addition) {
    gathered_.insert(addition.party);
    reactions_.push_back(&addition);
  }

  void operator()(const NotePeople& note) {
    gathered_.insert(note.party);
    people_.push_back(&note);
  }

  void operator()(const ChangeFriendship& change) {
    results_[index_] = in_savepoint(session_, [&] { return change_friendship(session_, change); });
  }

  void operator()(const BeginErasure& begin) {
    results_[index_] = in_savepoint(session_, [&] { return begin_erasure(session_, begin); });
  }

  /// What the parties were told before in this commit comes first.
  void operator()(const EraseUser& step) {
    write_gathered();
    results_[index_] = in_savepoint(session_, [&] { return erase_user(session_.connection, step); });
  }

  void operator()(const EndErasure& end) {
    results_[index_] = in_savepoint(session_, [&] { return end_erasure(session_.connection, end); });
  }

  void operator()(const LetGo& step) {
    write_gathered();
    results_[index_] = in_savepoint(session_, [&] { return let_go(session_.connection, step); });
  }

  void operator()(const AddFigures& figures) {
    results_[index_] = in_savepoint(session_, [&]() -> StoreResult<void> {
      add_figures(session_, figures);
      return success();
    });
  }

  void operator()(const BlockUser& block) {
    results_[index_] = in_savepoint(session_, [&] { return block_user(session_.connection, block); });
  }

  void operator()(const UnblockUser& unblock) {
    results_[index_] = in_savepoint(session_, [&] { return unblock_user(session_.connection, unblock); });
  }

  void operator()(const CreateParty& create) {
    if (gathered_.contains(create.party.id)) write_gathered();
    results_[index_] = in_savepoint(session_, [&] { return create_party(session_, create); });
  }

  void operator()(const TakeToken& take) {
    results_[index_] = in_savepoint(session_, [&] { return take_token(session_, take.token); });
  }

  void operator()(const SaveClip& save) {
    results_[index_] = in_savepoint(session_, [&] { return save_clip(session_, save); });
  }

  void operator()(const SavePlaylist& save) {
    results_[index_] = in_savepoint(session_, [&] { return save_playlist(session_, save); });
  }

  void operator()(const DeletePlaylist& deletion) {
    results_[index_] = in_savepoint(session_, [&] { return delete_playlist(session_.connection, deletion); });
  }

 private:
  void write_gathered() {
    if (!changes_.empty() && !write_together()) write_one_by_one();
    session_.statements.note_empty.execute(rows_of(notes_));
    session_.statements.chat.add_reactions.execute(rows_of(reactions_));
    session_.statements.note_people.execute(rows_of(people_));
    gathered_.clear();
    changes_.clear();
    change_indices_.clear();
    notes_.clear();
    reactions_.clear();
    people_.clear();
  }

  /// All or none. Results are set only when all are written.
  bool write_together() {
    const std::optional<ChangeRows> rows = fold(changes_, playbacks());
    return rows && in_savepoint(session_, [&] { return write(*rows); }).has_value();
  }

  /// Finds the changes that can't be made; costs a savepoint each, so only after write_together() failed.
  void write_one_by_one() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const std::optional<ChangeRows> rows = fold(std::span(changes_).subspan(i, 1), playbacks());
      results_[change_indices_[i]] = in_savepoint(session_, [&] { return write(*rows); });
    }
  }

  Playbacks playbacks() const { return session_.dialect.in_process ? Playbacks::apart : Playbacks::as_json; }

  StoreResult<void> write(const ChangeRows& rows) {
    for (const PlaybackRow& row : rows.playbacks) {
      if (session_.put_playback.execute(row)) continue;
      return StoreError{StoreErrorKind::conflict, "a party had another version or epoch than expected", Millis{0}};
    }
    const std::size_t changed = session_.statements.change_parties.execute(rows.changes);
    if (changed != rows.parties) {
      return StoreError{StoreErrorKind::conflict,
                        fmt::format("{} of {} parties had another version or epoch than expected",
                                    rows.parties - changed, rows.parties),
                        Millis{0}};
    }
    session_.statements.write_contents(rows);
    return success();
  }

  SqlSession& session_;
  const std::span<const Submission> submissions_;
  std::vector<StoreResult<void>> results_;
  std::size_t index_ = 0;

  // Gathered and not yet written.
  std::unordered_set<PartyId> gathered_;
  std::vector<const ChangeParty*> changes_;
  std::vector<std::size_t> change_indices_;
  std::vector<const NoteEmptySince*> notes_;
  std::vector<const AddReactions*> reactions_;
  std::vector<const NotePeople*> people_;
};

}  // namespace

std::vector<StoreResult<void>> commit_submissions(SqlSession& session, std::span<const Submission> submissions) {
  session.transaction.begin_writing.execute(true);
  lock_names(session, submissions);
  std::vector<StoreResult<void>> results = Batch(session, submissions).run();
  session.transaction.commit.execute(true);
  return results;
}

}  // namespace matinee::storage
