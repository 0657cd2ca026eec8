// ReadyCheck: a question to everyone connected whether they are ready, open for a bounded time. In memory only. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "party/roster.hpp"

namespace matinee::party {

struct Party;

/// At most so many of those who have not said yes are named.
inline constexpr std::size_t most_named_missing = 20;

/// How a check stands is told at most this often: in a large party everyone answers at once.
inline constexpr Millis ready_check_interval{250};

struct ReadyCheck {
  UserId opened_by;
  ServerTime until{};               ///< over by then, whoever has answered
  std::optional<Millis> countdown;  ///< once passed, the film starts this long after
  std::set<UserId> ready{};         ///< connected users who said yes
  std::optional<Person> changed_by{};
  ServerTime told_at{};
  bool changed = true;  ///< since it was told
};

enum class ReadyCheckState : std::uint8_t { open, passed, over, cancelled };
/// "open", "passed", "over", "cancelled": the names on the wire.
std::string_view to_string(ReadyCheckState state);

/// What is said of a check.
struct ReadyCheckView {
  ReadyCheckState state = ReadyCheckState::open;
  ServerTime until{};
  std::size_t ready_count = 0;
  std::size_t total = 0;        ///< users connected now
  std::vector<Person> missing;  ///< connected and not ready, at most most_named_missing
  std::optional<Millis> countdown;
};

/// How the party's open check stands.
ReadyCheckView view_of(const Party& party, const ReadyCheck& check, ReadyCheckState state);

/// Whether everyone connected said yes; never while nobody is.
bool has_passed(const Party& party, const ReadyCheck& check);

/// When the check has to be looked at next: told again, or ended.
ServerTime next_look(const Party& party, const ReadyCheck& check);

}  // namespace matinee::party
