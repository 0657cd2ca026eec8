#include "engine/feed_log.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "protocol/json_string.hpp"

namespace matinee::engine {
namespace {

struct IsKept {
  bool operator()(const party::PlaybackChanged&) const { return true; }
  bool operator()(const party::Unseated& effect) const { return effect.reason == party::UnseatReason::kicked; }
  bool operator()(const party::RoleChanged&) const { return true; }
  bool operator()(const party::MessageDeleted&) const { return true; }
  bool operator()(const party::MuteChanged&) const { return true; }
  bool operator()(const party::StartScheduled&) const { return true; }
  bool operator()(const party::StartCancelled&) const { return true; }
  /// An open check is told again and again, and told whole to who comes.
  bool operator()(const party::ReadyCheckTold& effect) const {
    return effect.view.state != party::ReadyCheckState::open;
  }
  bool operator()(const party::SettingsChanged&) const { return true; }
  bool operator()(const party::QueueChanged&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

}  // namespace

bool is_kept_in_feed(const party::Effect& effect) {
  return std::visit(IsKept{}, effect);
}

void FeedLog::add(std::string event) {
  if (event.size() > max_event_bytes) return;
  event.shrink_to_fit();
  bytes_ += event.size();
  events_.push_back(std::move(event));
  while (events_.size() > max_events || bytes_ > max_bytes) {
    bytes_ -= events_.front().size();
    events_.pop_front();
  }
}

void FeedLog::forget(const UserId& user) {
  std::string name;
  protocol::append_json_string(name, user.str());
  std::erase_if(events_, [&](const std::string& event) {
    const bool names = event.find(name) != std::string::npos;
    if (names) bytes_ -= event.size();
    return names;
  });
}

std::string FeedLog::to_json() const {
  std::string json = R"({"events":[)";
  json.reserve(json.size() + bytes_ + events_.size() + 2);
  std::string_view separator;
  for (const std::string& event : events_) {
    json.append(separator).append(event);
    separator = ",";
  }
  json += "]}";
  return json;
}

}  // namespace matinee::engine
