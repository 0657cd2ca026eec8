#include "protocol/settings_json.hpp"

#include "protocol/limits.hpp"

namespace matinee::protocol {

party::SettingsPatch read_settings(Fields& fields) {
  party::SettingsPatch patch;
  if (const auto name = fields.optional_word("waiting")) {
    patch.waiting = party::waiting_policy_from_string(*name);
    if (!patch.waiting) fields.fail(R"("waiting" must be "off", "host", "quorum" or "everyone")");
  }
  patch.resume_after_seek = fields.optional_boolean("resume_after_seek");
  if (const auto name = fields.optional_word("chat")) {
    patch.chat = party::chat_policy_from_string(*name);
    if (!patch.chat) fields.fail(R"("chat" must be "everyone" or "hosts")");
  }
  if (fields.optional_number("slow_mode_ms", 0, static_cast<double>(max_slow_mode_ms))) {
    patch.slow_mode = Millis{fields.integer("slow_mode_ms", 0, max_slow_mode_ms)};
  }
  return patch;
}

boost::json::object settings_object(const party::Settings& settings) {
  return {{"waiting", party::to_string(settings.waiting)},
          {"resume_after_seek", settings.resume_after_seek},
          {"chat", party::to_string(settings.chat)},
          {"slow_mode_ms", settings.slow_mode.count()}};
}

}  // namespace matinee::protocol
