#include "protocol/settings_json.hpp"

namespace matinee::protocol {

party::SettingsPatch read_settings(Fields& fields) {
  party::SettingsPatch patch;
  if (const auto name = fields.optional_word("waiting")) {
    patch.waiting = party::waiting_policy_from_string(*name);
    if (!patch.waiting) fields.fail(R"("waiting" must be "off", "host", "quorum" or "everyone")");
  }
  patch.resume_after_seek = fields.optional_boolean("resume_after_seek");
  return patch;
}

boost::json::object settings_object(const party::Settings& settings) {
  return {{"waiting", party::to_string(settings.waiting)}, {"resume_after_seek", settings.resume_after_seek}};
}

}  // namespace matinee::protocol
