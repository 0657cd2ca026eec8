#include "cluster/nats_options.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace matinee::cluster {
namespace {

constexpr std::int64_t reconnect_wait_ms = 100;
constexpr std::int64_t reconnect_jitter_ms = 150;
constexpr std::int64_t connect_timeout_ms = 2'000;
constexpr std::int64_t ping_interval_ms = 2'000;
constexpr int pings_unanswered = 2;
/// What is sent while there is no connection would come late or never: hardly any is kept.
constexpr int reconnect_buffer_bytes = 64 * 1'024;
constexpr std::int64_t write_deadline_ms = 2'000;

std::vector<std::string> split(const std::string& urls) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin <= urls.size();) {
    const std::size_t end = std::min(urls.find(',', begin), urls.size());
    if (end > begin) found.push_back(urls.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

}  // namespace

Result<NatsOptions, std::string> nats_options(const std::string& urls, const std::string& node) {
  natsOptions* made = nullptr;
  if (natsOptions_Create(&made) != NATS_OK) return failure("out of memory");
  NatsOptions options(made, natsOptions_Destroy);
  const std::vector<std::string> servers = split(urls);
  std::vector<const char*> names;
  for (const std::string& server : servers) names.push_back(server.c_str());
  if (names.empty() || natsOptions_SetServers(made, names.data(), static_cast<int>(names.size())) != NATS_OK) {
    return failure("nats should be a URL such as nats://127.0.0.1:4222, or several separated by commas");
  }
  natsOptions_SetName(made, node.c_str());
  natsOptions_SetTimeout(made, connect_timeout_ms);
  natsOptions_SetMaxReconnect(made, -1);
  natsOptions_SetReconnectWait(made, reconnect_wait_ms);
  natsOptions_SetReconnectJitter(made, reconnect_jitter_ms, reconnect_jitter_ms);
  natsOptions_SetReconnectBufSize(made, reconnect_buffer_bytes);
  natsOptions_SetPingInterval(made, ping_interval_ms);
  natsOptions_SetMaxPingsOut(made, pings_unanswered);
  natsOptions_SetMaxPendingMsgs(made, most_pending_messages);
  natsOptions_SetSendAsap(made, true);
  natsOptions_SetNoEcho(made, true);
  natsOptions_SetWriteDeadline(made, write_deadline_ms);
  natsOptions_UseGlobalMessageDelivery(made, true);
  return options;
}

}  // namespace matinee::cluster
