// Queues as JSON, on sockets and over HTTP alike. Internal to protocol/ and http_api/; Boost.JSON is visible here.
// Pure.
#pragma once

#include <boost/json/object.hpp>

#include "party/queue.hpp"
#include "protocol/fields.hpp"
#include "protocol/queue_event.hpp"
#include "protocol/queue_message.hpp"

namespace matinee::protocol {

/// {"clip_id", "title"?, "duration_ms"?, "before_id"?} or {"playlist_id", "before_id"?}. What is wrong is left in
/// `fields`.
AddToQueue read_add_to_queue(Fields& fields);

/// {"id", "clip_id", "title", "duration_ms", "added_by"}.
boost::json::object queue_item_object(const party::QueueItem& item);
/// {"revision", "loop", "current", "items", "total", "next"}.
boost::json::object queue_object(const QueuePage& page);
/// {"votes", "needed"}.
boost::json::object skip_votes_object(const party::SkipVotesView& votes);

}  // namespace matinee::protocol
