// ChatOrder: whether everyone in a party hears every chat message exactly once and in the same order. Pure; one thread
// at a time. The order is the one of whoever hears a message first; everyone else has to agree with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace matinee::load {

struct ChatFaults {
  std::uint64_t lost = 0;        ///< messages passed over, or missing at the end
  std::uint64_t duplicated = 0;  ///< messages heard again, or after one that others heard later
};

class ChatOrder {
 public:
  /// Where a connection is in the party's order. A new connection begins where the party is.
  struct Cursor {
    std::size_t next = 0;
  };

  /// The place of somebody who connects now.
  Cursor join() const { return {places_.size()}; }

  /// The connection hears the message `id`. True when the party had not heard it before.
  bool hear(Cursor& cursor, std::string_view id, ChatFaults& faults);

  /// At the end: what the connection should have heard and has not.
  void expect_all(const Cursor& cursor, ChatFaults& faults) const { faults.lost += places_.size() - cursor.next; }

  /// Messages the party has heard.
  std::size_t size() const { return places_.size(); }

 private:
  std::unordered_map<std::uint64_t, std::size_t> places_;  // from the hash of an id to its place in the order
};

}  // namespace matinee::load
