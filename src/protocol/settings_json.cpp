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
  if (const auto name = fields.optional_word("queue_by")) {
    patch.queue_by = party::queue_policy_from_string(*name);
    if (!patch.queue_by) fields.fail(R"("queue_by" must be "hosts" or "everyone")");
  }
  if (fields.optional_number("vote_skip_percent", 0, 100)) {
    patch.vote_skip_percent = static_cast<std::uint8_t>(fields.integer("vote_skip_percent", 0, 100));
  }
  if (const auto name = fields.optional_word("control_by")) {
    patch.control_by = party::control_policy_from_string(*name);
    if (!patch.control_by) fields.fail(R"("control_by" must be "host", "hosts" or "everyone")");
  }
  patch.approval = fields.optional_boolean("approval");
  patch.locked = fields.optional_boolean("locked");
  return patch;
}

boost::json::object settings_object(const party::Settings& settings) {
  return {{"waiting", party::to_string(settings.waiting)},
          {"resume_after_seek", settings.resume_after_seek},
          {"chat", party::to_string(settings.chat)},
          {"slow_mode_ms", settings.slow_mode.count()},
          {"queue_by", party::to_string(settings.queue_by)},
          {"vote_skip_percent", settings.vote_skip_percent},
          {"control_by", party::to_string(settings.control_by)},
          {"locked", settings.locked},
          {"approval", settings.approval},
          {"has_password", settings.has_password}};
}

boost::json::array changed_settings(const party::Settings& before, const party::Settings& after) {
  const boost::json::object old = settings_object(before);
  boost::json::array changed;
  for (const auto& member : settings_object(after)) {
    if (member.value() != old.at(member.key())) changed.emplace_back(member.key());
  }
  return changed;
}

}  // namespace matinee::protocol
