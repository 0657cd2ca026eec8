// ChangeRows: what a set of party changes writes, folded into one JSON array of rows per table. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/admission_rows.hpp"
#include "storage/chat_rows.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// A change of nothing but a party's playback. Points into the changes it was folded from.
struct PlaybackRow {
  const PartyId* party = nullptr;
  std::uint64_t epoch = 0;
  std::uint64_t expected_version = 0;
  std::uint64_t version = 0;
  const PutPlayback* write = nullptr;
};

/// Each text is a JSON array of objects, or empty where there is nothing to write. Every party, and every
/// key within a party, occurs once. The members of the objects are the columns named in sql_statements.cpp.
struct ChangeRows {
  std::vector<PlaybackRow> playbacks;  ///< parties of which nothing else changes, where fold() was asked for them
  std::size_t parties = 0;             ///< rows in `changes`
  std::string changes;                 ///< party, expected and new version, playback and host if they change
  std::string created;                 ///< whole new parties
  std::string words;                   ///< of the titles of new public parties
  std::string endings;
  ChatRows chat;
  std::string seats;
  std::string removed_seats;
  std::string kicks;
  std::string lifted_kicks;
  std::string queues;
  std::string queue_items;
  std::string removed_queue_items;
  AdmissionRows admission;
};

/// Whether parties of which only the playback changes become PlaybackRows or rows of JSON like all others.
enum class Playbacks : bool { as_json, apart };

/// Folds changes in the order given; of several writes of a key the last wins. None if the changes of some party do not
/// follow one another (epoch and version): then they can't all succeed. `playbacks` of the result points into them.
std::optional<ChangeRows> fold(std::span<const ChangeParty* const> changes, Playbacks playbacks);

/// A new party in the same form: `created`, `words`, `seats`, `kicks`, mutes and the queue.
ChangeRows rows_of(const party::Party& party);

/// Rows of `party_id` and `empty_since_ms`; of several notes of a party the last wins.
std::string rows_of(std::span<const NoteEmptySince* const> notes);
/// Rows of `party_id` and `people`; likewise.
std::string rows_of(std::span<const NotePeople* const> notes);

}  // namespace matinee::storage
