#include "storage/queue_rows.hpp"

#include <boost/json/object.hpp>

#include "storage/counter.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

/// Members that are left out are NULL.
json::object item_row(const PartyId& party, const PutQueue::Item& put) {
  const party::QueueItem& item = *put.item;
  json::object row{{"party_id", party.str()},
                   {"id", item.id.str()},
                   {"clip_id", item.clip.str()},
                   {"added_by_user_id", item.added_by.user.str()},
                   {"added_by_name", item.added_by.display_name}};
  if (put.rank) row["item_rank"] = *put.rank;
  if (item.title) row["title"] = *item.title;
  if (item.length) row["duration_ms"] = item.length->count();
  return row;
}

}  // namespace

void QueueFold::add(const PutQueue& write) {
  last_ = &write;
  for (const QueueItemId& item : write.removed) items_[item] = nullptr;
  for (const PutQueue::Item& put : write.put) items_[put.item->id] = &put;
}

void QueueFold::append_rows(const PartyId& party, QueueTables& tables) const {
  if (last_ == nullptr) return;
  tables.queues.push_back(json::object{{"party_id", party.str()},
                                       {"revision", to_stored(last_->revision)},
                                       {"loop_mode", party::to_string(last_->loop)}});
  for (const auto& [id, put] : items_) {
    if (put != nullptr) {
      tables.items.push_back(item_row(party, *put));
    } else {
      tables.removed.push_back(json::object{{"party_id", party.str()}, {"id", id.str()}});
    }
  }
}

}  // namespace matinee::storage
