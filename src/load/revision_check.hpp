// RevisionCheck: whether one connection hears of every change of its party exactly once and in order. Pure; one thread
// at a time. The rules are those of docs/protocol.md, "Keeping in step" and "Slow connections".
#pragma once

#include <cstdint>

namespace matinee::load {

/// What a connection heard that it should not have, or did not hear. Counts of revisions, or of events.
struct RevisionFaults {
  std::uint64_t lost = 0;          ///< revisions passed over by a typed event, or missing at the end
  std::uint64_t duplicated = 0;    ///< typed events of the revision heard last
  std::uint64_t out_of_order = 0;  ///< events of an older revision
  std::uint64_t conflated = 0;     ///< revisions heard only inside a later `sync`; what a slow reader is promised
};

class RevisionCheck {
 public:
  explicit RevisionCheck(RevisionFaults& faults) : faults_(&faults) {}

  /// The connection was lost: counting begins anew with the next answer to a sync-request.
  void reset() { following_ = false; }

  /// The answer to a sync-request. The first one is where counting begins.
  void on_answer(std::int64_t epoch, std::int64_t revision);
  /// A typed event of a change. Before the first answer nothing is checked.
  void on_change(std::int64_t epoch, std::int64_t revision);
  /// A `sync` after a change.
  void on_sync(std::int64_t epoch, std::int64_t revision);

  /// At the end, when the party is known to be at `revision`.
  void expect(std::int64_t revision);

  bool following() const { return following_; }
  std::int64_t revision() const { return revision_; }
  /// How often history began anew while the connection was open.
  std::uint64_t epochs_seen() const { return epochs_seen_; }

 private:
  bool enters_new_epoch(std::int64_t epoch, std::int64_t revision);

  RevisionFaults* faults_;
  bool following_ = false;
  std::int64_t epoch_ = -1;
  std::int64_t revision_ = -1;
  std::uint64_t epochs_seen_ = 0;
};

}  // namespace matinee::load
