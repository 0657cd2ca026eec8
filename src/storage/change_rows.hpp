// ChangeRows: what a set of party changes writes, folded into one JSON array of rows per table. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace matinee::storage {

/// Each member is the text of a JSON array of objects, or empty where there is nothing to write. Every party, and every
/// key within a party, occurs once. The members of the objects are the columns named in sql_statements.cpp.
struct ChangeRows {
  std::size_t parties = 0;  ///< rows in `changes`
  std::string changes;      ///< party, expected and new version, playback and host if they change
  std::string created;      ///< whole new parties
  std::string endings;
  std::string chats;
  std::string seats;
  std::string removed_seats;
  std::string kicks;
  std::string lifted_kicks;
};

/// Folds changes in the order given; of several writes of a key the last wins. None if the changes of some party do not
/// follow one another (epoch and version): then they can't all succeed. The changes must outlive the call only.
std::optional<ChangeRows> fold(std::span<const ChangeParty* const> changes);

/// A new party in the same form: `created`, `seats` and `kicks`.
ChangeRows rows_of(const party::Party& party);

/// Rows of `party_id` and `empty_since_ms`; of several notes of a party the last wins.
std::string rows_of(std::span<const NoteEmptySince* const> notes);

}  // namespace matinee::storage
