// PlaybackStatement: the commonest write of all, a party's playback, as one prepared UPDATE with a parameter for each
// column. Where a statement costs no round trip this is several times cheaper than a row of a JSON parameter, which
// SQLite parses again for every column and keeps in a table of its own (docs/adr/0009-playback-row-by-row.md). Internal
// to the SQL store (brings SOCI's templates).
#pragma once

#include <soci/soci.h>

#include <string>

#include "storage/change_rows.hpp"

namespace matinee::storage {

class PlaybackStatement {
 public:
  /// The session must outlive the statement. Throws soci::soci_error.
  explicit PlaybackStatement(soci::session& session);
  PlaybackStatement(const PlaybackStatement&) = delete;
  PlaybackStatement& operator=(const PlaybackStatement&) = delete;

  /// Conditional on version and epoch; false, and nothing is written, when the party is not as expected.
  bool execute(const PlaybackRow& row);

 private:
  // Bound by reference: they stay where they are.
  std::string party_;
  std::string clip_;
  std::string start_by_;
  long long epoch_ = 0;
  long long expected_version_ = 0;
  long long version_ = 0;
  long long position_ms_ = 0;
  long long at_ms_ = 0;
  long long revision_ = 0;
  long long start_at_ms_ = 0;
  int playing_ = 0;
  int holding_ = 0;
  double rate_ = 1;
  soci::indicator has_clip_ = soci::i_null;
  soci::indicator has_start_ = soci::i_null;
  soci::statement statement_;
};

}  // namespace matinee::storage
