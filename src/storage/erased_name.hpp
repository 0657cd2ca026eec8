// What rows hold in place of somebody who is forgotten. Internal to storage/.
#pragma once

#include <fmt/format.h>

#include <string>

#include "party/forgotten.hpp"

namespace matinee::storage {

/// The assignments that make a chat message a deleted one of nobody, as of `now_ms`.
inline std::string message_forgotten(long long now_ms) {
  const party::Person& nobody = party::forgotten_person;
  return fmt::format(
      "user_id = '{0}', display_name = '{1}', avatar_url = NULL, message = '', mentions = '[]',"
      " deleted_at_ms = COALESCE(deleted_at_ms, {2}), deleted_by_user_id = COALESCE(deleted_by_user_id, '{0}')",
      nobody.user.str(), nobody.display_name, now_ms);
}

/// The assignments that make a queued item nobody's.
inline std::string queue_item_forgotten() {
  const party::Person& nobody = party::forgotten_person;
  return fmt::format("added_by_user_id = '{}', added_by_name = '{}'", nobody.user.str(), nobody.display_name);
}

}  // namespace matinee::storage
