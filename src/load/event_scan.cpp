#include "load/event_scan.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace matinee::load {
namespace {

/// Reads JSON from the front of a text; every function says whether what it expects was there.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool take(char wanted) {
    skip_space();
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  /// The raw text between the quotes; escapes stay as they are.
  bool string(std::string_view& out) {
    if (!take('"')) return false;
    const char* begin = at_;
    for (; at_ != end_; ++at_) {
      if (*at_ == '"') {
        out = {begin, static_cast<std::size_t>(at_ - begin)};
        ++at_;
        return true;
      }
      if (*at_ == '\\' && ++at_ == end_) return false;
    }
    return false;
  }

  /// The whole part of a number; a fraction or exponent is passed over. Not a number: -1, and the value is skipped.
  bool number(std::int64_t& out) {
    skip_space();
    const auto [rest, error] = std::from_chars(at_, end_, out);
    if (error != std::errc{}) out = -1;
    return skip_value();
  }

  bool skip_value() {
    skip_space();
    int depth = 0;
    std::string_view ignored;
    while (at_ != end_) {
      switch (*at_) {
        case '"':
          if (!string(ignored)) return false;
          break;
        case '{':
        case '[':
          ++depth;
          ++at_;
          break;
        case '}':
        case ']':
          if (depth == 0) return true;
          --depth;
          ++at_;
          break;
        case ',':
          if (depth == 0) return true;
          ++at_;
          break;
        default:
          ++at_;
      }
    }
    return depth == 0;
  }

 private:
  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  const char* at_;
  const char* end_;
};

/// Calls `member(key)` for every member; it reads the value from the cursor and says whether that went well.
template <class Member>
bool for_each_member(Cursor& cursor, Member member) {
  if (!cursor.take('{')) return false;
  if (cursor.take('}')) return true;
  do {
    std::string_view key;
    if (!cursor.string(key) || !cursor.take(':') || !member(key)) return false;
  } while (cursor.take(','));
  return cursor.take('}');
}

EventKind kind_of(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, EventKind>, 11> kinds{{
      {"seek", EventKind::seek},
      {"sync", EventKind::sync},
      {"play", EventKind::other_change},
      {"pause", EventKind::other_change},
      {"skip", EventKind::other_change},
      {"rate", EventKind::other_change},
      {"undo", EventKind::other_change},
      {"chat_message", EventKind::chat},
      {"reaction", EventKind::reaction},
      {"reactions", EventKind::reaction},
      {"error", EventKind::error},
  }};
  for (const auto& [name, kind] : kinds) {
    if (name == type) return kind;
  }
  return EventKind::other;
}

bool read_chat(Cursor& cursor, ScannedEvent& event) {
  return for_each_member(
      cursor, [&](std::string_view key) { return key == "id" ? cursor.string(event.chat_id) : cursor.skip_value(); });
}

bool read_member(Cursor& cursor, std::string_view key, ScannedEvent& event) {
  if (key == "type") return cursor.string(event.type);
  if (key == "revision") return cursor.number(event.revision);
  if (key == "epoch") return cursor.number(event.epoch);
  if (key == "position_ms") return cursor.number(event.position_ms);
  if (key == "chat_message") return read_chat(cursor, event);
  if (key == "code") return cursor.string(event.error_code);
  if (key == "participants") event.has_participants = true;
  return cursor.skip_value();
}

}  // namespace

std::optional<ScannedEvent> scan_event(std::string_view text) {
  Cursor cursor(text);
  ScannedEvent event;
  const auto member = [&](std::string_view key) { return read_member(cursor, key, event); };
  if (!for_each_member(cursor, member) || event.type.empty()) return std::nullopt;
  event.kind = kind_of(event.type);
  return event;
}

}  // namespace matinee::load
