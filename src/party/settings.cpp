#include "party/settings.hpp"

namespace matinee::party {

std::string_view to_string(WaitingPolicy policy) {
  switch (policy) {
    case WaitingPolicy::off:
      return "off";
    case WaitingPolicy::host:
      return "host";
    case WaitingPolicy::quorum:
      return "quorum";
    case WaitingPolicy::everyone:
      return "everyone";
  }
  return "off";
}

std::optional<WaitingPolicy> waiting_policy_from_string(std::string_view name) {
  for (const WaitingPolicy policy :
       {WaitingPolicy::off, WaitingPolicy::host, WaitingPolicy::quorum, WaitingPolicy::everyone}) {
    if (name == to_string(policy)) return policy;
  }
  return std::nullopt;
}

std::string_view to_string(ChatPolicy policy) {
  return policy == ChatPolicy::everyone ? "everyone" : "hosts";
}

std::optional<ChatPolicy> chat_policy_from_string(std::string_view name) {
  for (const ChatPolicy policy : {ChatPolicy::everyone, ChatPolicy::hosts}) {
    if (name == to_string(policy)) return policy;
  }
  return std::nullopt;
}

Settings patched(Settings settings, const SettingsPatch& patch) {
  settings.waiting = patch.waiting.value_or(settings.waiting);
  settings.resume_after_seek = patch.resume_after_seek.value_or(settings.resume_after_seek);
  settings.chat = patch.chat.value_or(settings.chat);
  settings.slow_mode = patch.slow_mode.value_or(settings.slow_mode);
  settings.queue_by = patch.queue_by.value_or(settings.queue_by);
  settings.vote_skip_percent = patch.vote_skip_percent.value_or(settings.vote_skip_percent);
  settings.control_by = patch.control_by.value_or(settings.control_by);
  settings.approval = patch.approval.value_or(settings.approval);
  settings.locked = patch.locked.value_or(settings.locked);
  return settings;
}

}  // namespace matinee::party
