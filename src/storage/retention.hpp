// Retention: the part of the store that lets go of what has been kept long enough, a little at a time. Called from
// storage threads only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

enum class Kept : std::uint8_t {
  chat,              ///< messages and reports, each by its own time
  events,            ///< of finished parties: reactions, reports, kicks and mutes
  guests,            ///< of finished parties: their guests, who become nobody; and what guests kept elsewhere
  finished_parties,  ///< whole
  unseen_parties,    ///< finished ones that are in nobody's history any more, whatever the time
};

/// Lets go of what of one kind is older than `before` (of parties: ended before): at most about `most` rows, so that no
/// commit takes long. Not told to anyone.
struct LetGo {
  Kept kind = Kept::chat;
  ServerTime before{};
  ServerTime now{};
  std::size_t most = 500;
};

class Retention {
 public:
  virtual ~Retention() = default;

  /// Whether LetGo would find anything.
  virtual StoreResult<bool> anything_to_let_go(Kept kind, ServerTime before) = 0;
};

}  // namespace matinee::storage
