#include "protocol/queue_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "protocol/event_members.hpp"
#include "protocol/limits.hpp"
#include "protocol/plain_json.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

json::value item_or_null(const party::QueueItemPtr& item) {
  return item ? json::value(queue_item_object(*item)) : json::value(nullptr);
}

json::value id_or_null(const std::optional<QueueItemId>& id) {
  return id ? json::value(id->str()) : json::value(nullptr);
}

json::array id_list(const std::vector<QueueItemId>& ids) {
  json::array list;
  for (const QueueItemId& id : ids) list.push_back(json::value(id.str()));
  return list;
}

json::array order_of(const party::Queue& queue) {
  json::array list;
  for (const party::QueueEntry& entry : queue.entries) list.push_back(json::value(entry.item->id.str()));
  return list;
}

/// Null where there are too many to tell: they are to be asked for.
json::value placed_items(const std::vector<party::QueueItemPtr>& items) {
  if (items.size() > most_items_told) return nullptr;
  json::array list;
  for (const party::QueueItemPtr& item : items) list.push_back(queue_item_object(*item));
  return list;
}

}  // namespace

AddToQueue read_add_to_queue(Fields& fields) {
  AddToQueue add;
  const bool names_playlist = fields.optional_word("playlist_id").has_value();
  if (names_playlist == fields.optional_word("clip_id").has_value()) {
    fields.fail("give one of \"clip_id\" and \"playlist_id\"");
  }
  if (names_playlist) add.playlist = PlaylistId{fields.id("playlist_id")};
  if (!names_playlist) add.clip = ClipId{fields.id("clip_id")};
  if (fields.optional_word("title")) add.title = fields.text("title", 1, max_title_code_points);
  if (fields.optional_number("duration_ms", 1, static_cast<double>(max_clip_length_ms))) {
    add.length = Millis{fields.integer("duration_ms", 1, max_clip_length_ms)};
  }
  if (fields.optional_word("before_id")) add.before = QueueItemId{fields.id("before_id")};
  return add;
}

json::object queue_item_object(const party::QueueItem& item) {
  json::object object;
  object["id"] = item.id.str();
  object["clip_id"] = item.clip.str();
  object["title"] = item.title ? json::value(*item.title) : json::value(nullptr);
  object["duration_ms"] = item.length ? json::value(item.length->count()) : json::value(nullptr);
  object["added_by"] = author_value(item.added_by);
  return object;
}

json::object queue_object(const QueuePage& page) {
  static const party::Queue empty;
  const party::Queue& queue = page.queue ? *page.queue : empty;
  const std::size_t begin = std::min(page.begin, queue.entries.size());
  const std::size_t end = begin + std::min(page.limit, queue.entries.size() - begin);
  json::array items;
  for (std::size_t i = begin; i < end; ++i) items.push_back(queue_item_object(*queue.entries[i].item));
  const bool more = end < queue.entries.size() && end > begin;
  json::object object;
  object["revision"] = queue.revision;
  object["loop"] = party::to_string(queue.loop);
  object["current"] = item_or_null(queue.current);
  object["items"] = std::move(items);
  object["total"] = queue.entries.size();
  object["next"] = id_or_null(more ? std::optional{queue.entries[end - 1].item->id} : std::nullopt);
  return object;
}

json::object skip_votes_object(const party::SkipVotesView& votes) {
  return {{"votes", votes.votes}, {"needed", votes.needed}};
}

std::string encode_queue_changed(const EventContext& context, const party::QueueChanged& changed) {
  const party::Queue& queue = *changed.queue;
  const bool reordered = changed.action == party::QueueAction::shuffled;
  EventText object = event_text(context, "queue-changed");
  object["action"] = party::to_string(changed.action);
  object["queue_revision"] = queue.revision;
  object["loop"] = party::to_string(queue.loop);
  object["current"] = item_or_null(queue.current);
  object["total"] = queue.entries.size();
  object["removed"] = id_list(changed.removed);
  object["items"] = placed_items(changed.placed);
  object["before_id"] = id_or_null(changed.before);
  object["order"] = reordered ? json::value(order_of(queue)) : json::value(nullptr);
  object["by"] = author_value(changed.by);
  return object.take();
}

std::string encode_skip_votes(const EventContext& context, const party::SkipVotesTold& told) {
  EventText object = event_text(context, "skip-votes");
  object["skip_votes"] = skip_votes_object(told.view);
  return object.take();
}

std::string encode_queue(const QueuePage& page) {
  return to_plain_json(queue_object(page));
}

}  // namespace matinee::protocol
