// Takes from the JSON of an event the few members that the load generator measures and checks with, in one pass and
// without building a document: a generator that parsed everything would be the bottleneck. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace matinee::load {

enum class EventKind : std::uint8_t {
  seek,          ///< the change the generator causes
  other_change,  ///< play, pause, skip and whatever else moves the revision
  sync,
  chat,
  reaction,
  error,
  other,
};

/// The views refer into the scanned text. Numbers that are absent are -1, texts empty.
struct ScannedEvent {
  EventKind kind = EventKind::other;
  std::string_view type;
  std::int64_t revision = -1;
  std::int64_t epoch = -1;
  std::int64_t position_ms = -1;
  bool has_participants = false;  ///< of a sync: it answers a sync-request
  std::string_view chat_id;
  std::string_view error_code;
};

/// Empty when `text` is no JSON object or has no `type`. Members may be in any order; what is not looked for is only
/// checked for balance.
std::optional<ScannedEvent> scan_event(std::string_view text);

}  // namespace matinee::load
