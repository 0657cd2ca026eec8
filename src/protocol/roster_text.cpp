#include "protocol/roster_text.hpp"

#include <optional>
#include <string_view>

#include "protocol/event_text.hpp"

namespace matinee::protocol {
namespace {

/// A roster entry without long names, in bytes.
constexpr std::size_t usual_entry = 320;

void add_ms(EventText& text, std::string_view name, const std::optional<Millis>& ms) {
  ms ? text.add(name, std::int64_t{ms->count()}) : text.add_null(name);
}

EventText identity(const ParticipantView& participant) {
  EventText text;
  text.add("user_id", participant.user.str());
  text.add("display_name", participant.profile.display_name);
  const std::optional<std::string>& avatar = participant.profile.avatar_url;
  avatar ? text.add("avatar_url", *avatar) : text.add_null("avatar_url");
  text.add("role", party::to_string(participant.role));
  return text;
}

std::string roster_entry(const ParticipantView& participant) {
  EventText text = identity(participant);
  text.add("is_active", participant.is_active);
  participant.last_sync ? text.add("last_sync", to_rfc3339(*participant.last_sync)) : text.add_null("last_sync");
  text.add("buffering", participant.status.buffering);
  text.add("ready", participant.status.ready);
  text.add("ignore_wait", participant.status.ignore_wait);
  add_ms(text, "drift_ms", participant.drift);
  add_ms(text, "rtt_ms", participant.round_trip);
  text.add("muted", participant.muted);
  if (participant.muted_until) text.add("muted_until_ms", std::int64_t{to_unix_ms(*participant.muted_until)});
  return text.take();
}

std::string list(std::span<const ParticipantView> participants, std::string (&entry)(const ParticipantView&)) {
  std::string text = "[";
  text.reserve(2 + participants.size() * usual_entry);
  for (const ParticipantView& participant : participants) {
    if (text.size() > 1) text += ',';
    text += entry(participant);
  }
  text += ']';
  return text;
}

}  // namespace

std::string participant_text(const ParticipantView& participant) {
  return identity(participant).take();
}

std::string participant_list_text(std::span<const ParticipantView> participants) {
  return list(participants, participant_text);
}

std::string roster_text(std::span<const ParticipantView> participants) {
  return list(participants, roster_entry);
}

}  // namespace matinee::protocol
