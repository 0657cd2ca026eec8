// The rows that changes of queues become. Internal to change_rows.cpp; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <unordered_map>

#include "storage/queue_write.hpp"

namespace matinee::storage {

/// Rows of several parties, one list per statement.
struct QueueTables {
  boost::json::array queues, items, removed;
};

/// The end of what a run of changes writes to one party's queue. Points into the changes.
class QueueFold {
 public:
  void add(const PutQueue& write);
  bool empty() const { return last_ == nullptr; }
  void append_rows(const PartyId& party, QueueTables& tables) const;

 private:
  const PutQueue* last_ = nullptr;
  std::unordered_map<QueueItemId, const PutQueue::Item*> items_;  ///< nullptr: removed
};

}  // namespace matinee::storage
