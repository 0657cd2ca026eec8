#include "app/admin_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace matinee::app {
namespace {

namespace json = boost::json;

constexpr std::size_t kWidestCell = 40;

/// A member as people read it; control characters, which a terminal would obey, never get here: no text of the API has
/// any.
std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return "-";
  if (const json::string* text = value->if_string()) return std::string(*text);
  if (const bool* truth = value->if_bool()) return *truth ? "yes" : "no";
  return json::serialize(*value);
}

std::string shortened(const std::string& text) {
  if (count_code_points(text) <= kWidestCell) return text;
  std::string kept;
  std::size_t points = 0;
  for (const char byte : text) {
    const bool begins = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    if (begins && ++points == kWidestCell) break;
    kept += byte;
  }
  return kept + "…";
}

struct TableColumn {
  std::string heading;
  std::function<std::string(const json::object&)> cell;
};

TableColumn member(std::string heading, std::string name) {
  return {std::move(heading), [name = std::move(name)](const json::object& row) { return text_of(row, name); }};
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = count_code_points(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

std::string table(const std::vector<TableColumn>& columns, const json::array& rows, std::string_view nothing) {
  if (rows.empty()) return fmt::format("{}\n", nothing);
  std::vector<std::vector<std::string>> lines(1);
  for (const TableColumn& column : columns) lines[0].push_back(column.heading);
  for (const json::value& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const TableColumn& column : columns) line.push_back(shortened(column.cell(row.as_object())));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < line.size(); ++i) {
      std::size_t width = 0;
      for (const auto& other : lines) width = std::max(width, count_code_points(other[i]));
      row += padded(line[i], width) + "  ";
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

std::string clock_text(std::int64_t ms) {
  const std::int64_t seconds = ms / 1000;
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string playback_text(const json::object& party) {
  if (text_of(party, "current_clip_id") == "-") return "nothing chosen";
  const json::value* playing = party.if_contains("is_playing");
  const json::value* position = party.if_contains("position_ms");
  const bool plays = playing != nullptr && playing->is_bool() && playing->get_bool();
  const std::int64_t ms = position != nullptr && position->is_int64() ? position->get_int64() : 0;
  return fmt::format("{} at {}", plays ? "plays" : "paused", clock_text(ms));
}

TableColumn step(std::string heading, std::string name) {
  return {std::move(heading), [name = std::move(name)](const json::object& event) -> std::string {
            const json::value* value = event.if_contains(name);
            if (value == nullptr || !value->is_int64()) return "-";
            return fmt::format("{:.2f} ms", static_cast<double>(value->get_int64()) / 1000.0);
          }};
}

std::vector<TableColumn> connection_columns() {
  return {member("CONNECTION", "id"), member("USER", "user_id"), member("SINCE", "since"),
          member("WAITING BYTES", "waiting_bytes"), member("COMMANDS", "commands_in_flight"),
          member("PAUSED", "reading_paused")};
}

}  // namespace

std::string parties_table(const json::array& parties) {
  const auto host = [](const json::object& party) {
    const json::value* who = party.if_contains("host");
    return who != nullptr && who->is_object() ? text_of(who->get_object(), "display_name") : std::string("-");
  };
  return table({member("PARTY", "id"), member("TITLE", "title"), TableColumn{"HOST", host},
                member("MEMBERS", "participant_count"), member("CONNECTIONS", "connection_count"),
                member("VISIBILITY", "visibility"), TableColumn{"FILM", playback_text}},
               parties, "No party goes on.");
}

std::string connections_table(const json::array& connections) {
  auto columns = connection_columns();
  columns.insert(columns.begin() + 2, member("PARTY", "party_id"));
  return table(columns, connections, "Nobody is connected.");
}

std::string events_table(const json::array& events) {
  return table({member("AT", "at"), member("WHAT", "type"), member("BY", "user_id"), step("DECIDED", "decided_us"),
                step("COMMITTED", "committed_us"), step("HANDED OUT", "handed_out_us"), member("FAILED", "failed")},
               events, "Nothing happened since the party was loaded.");
}

std::string blocked_table(const json::array& blocked) {
  return table({member("USER", "user_id"), member("SINCE", "blocked_at"), member("REASON", "reason")}, blocked,
               "Nobody is blocked.");
}

std::string party_text(const json::object& party) {
  std::string text;
  const auto line = [&](std::string_view what, const std::string& value) {
    text += fmt::format("{:<14}{}\n", what, value);
  };
  line("party", text_of(party, "id"));
  line("title", text_of(party, "title"));
  line("host", text_of(party, "host_user_id"));
  line("status", text_of(party, "status"));
  line("visibility", text_of(party, "visibility"));
  line("created", text_of(party, "created_at"));
  line("members", text_of(party, "participant_count") + " of " + text_of(party, "max_participants"));
  line("film", playback_text(party));
  line("queued", text_of(party, "queued"));
  line("storage", text_of(party, "waits_for_storage") == "yes" ? "failed; it is being read again" : "up to date");
  line("connections", text_of(party, "connection_count"));
  auto columns = connection_columns();
  columns.insert(columns.begin() + 2, member("NAME", "display_name"));
  columns.push_back(member("ROUND TRIP MS", "round_trip_ms"));
  return text + "\n" + table(columns, party.at("connections").as_array(), "Nobody is connected.");
}

}  // namespace matinee::app
