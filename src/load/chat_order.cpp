#include "load/chat_order.hpp"

#include <functional>

namespace matinee::load {

bool ChatOrder::hear(Cursor& cursor, std::string_view id, ChatFaults& faults) {
  const auto [found, is_new] = places_.try_emplace(std::hash<std::string_view>{}(id), places_.size());
  const std::size_t place = found->second;
  if (place < cursor.next) {
    ++faults.duplicated;
    return false;
  }
  // A message out of order shows as a gap here and as a repetition when the ones passed over come.
  faults.lost += place - cursor.next;
  cursor.next = place + 1;
  return is_new;
}

}  // namespace matinee::load
