// Settings: how a party is run, chosen by its host. A value, stored with the party. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "party/control_policy.hpp"
#include "party/queue_policy.hpp"

namespace matinee::party {

/// For whom the film stands still while their player is not ready.
enum class WaitingPolicy : std::uint8_t {
  off,       ///< for nobody
  host,      ///< for the host alone
  quorum,    ///< while fewer than half of those whose players report are ready
  everyone,  ///< for each of them
};

/// "off", "host", "quorum", "everyone": the names on the wire and in storage.
std::string_view to_string(WaitingPolicy policy);
std::optional<WaitingPolicy> waiting_policy_from_string(std::string_view name);

/// Who may write.
enum class ChatPolicy : std::uint8_t {
  everyone,
  hosts,  ///< host and co-hosts
};

/// "everyone", "hosts": the names on the wire and in storage.
std::string_view to_string(ChatPolicy policy);
std::optional<ChatPolicy> chat_policy_from_string(std::string_view name);

struct Settings {
  WaitingPolicy waiting = WaitingPolicy::off;
  bool resume_after_seek = false;  ///< a seek that does not say whether it resumes: true plays on, false pauses
  ChatPolicy chat = ChatPolicy::everyone;
  Millis slow_mode{0};  ///< between two messages of a viewer; zero: no more than the rate limit asks for
  QueuePolicy queue_by = QueuePolicy::hosts;
  std::uint8_t vote_skip_percent = 50;  ///< 0-100: so many of the connected have to want it; 0: no votes
  ControlPolicy control_by = ControlPolicy::hosts;
  bool locked = false;  ///< nobody new is let in, whatever they show
  bool approval = false;      ///< who comes without an invitation waits until host or co-host let them in
  bool has_password = false;  ///< shown with the settings, changed by SetPassword alone

  friend bool operator==(const Settings&, const Settings&) = default;
};

/// Some of the settings; those without a value stay as they are.
struct SettingsPatch {
  std::optional<WaitingPolicy> waiting;
  std::optional<bool> resume_after_seek;
  std::optional<ChatPolicy> chat{};
  std::optional<Millis> slow_mode{};
  std::optional<QueuePolicy> queue_by{};
  std::optional<std::uint8_t> vote_skip_percent{};
  std::optional<ControlPolicy> control_by{};
  std::optional<bool> locked{};
  std::optional<bool> approval{};

  friend bool operator==(const SettingsPatch&, const SettingsPatch&) = default;
};

Settings patched(Settings settings, const SettingsPatch& patch);

}  // namespace matinee::party
