#include "app/cluster_node.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <utility>

#include "base/log.hpp"
#include "engine/peer_link.hpp"

namespace matinee::app {
namespace {

constexpr int clock_samples = 5;
constexpr std::chrono::seconds longest_hand_over{2};

/// Random bytes as letters and digits.
std::string random_name(std::size_t bytes) {
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  std::string text(bytes * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
  text.pop_back();
  return text;
}

/// For people the machine's name; what follows makes it this process's alone.
std::string node_name() {
  std::array<char, 64> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'n', 'o', 'd', 'e'};
  std::string name(host.data());
  name.resize(std::min(name.find('.'), name.size()));
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '-');
  return name + "-" + random_name(4);
}

std::string text_of(const storage::StoreError& error) {
  return "the database refuses to be used by a cluster: " + error.message;
}

}  // namespace

ClusterNode::ClusterNode(std::string name, std::string key) : name_(std::move(name)), key_(std::move(key)) {}

ClusterNode::~ClusterNode() {
  stop();
}

Result<std::unique_ptr<ClusterNode>, std::string> ClusterNode::make(const config::Settings& settings,
                                                                    const storage::OpenedStores& stores) {
  if (sodium_init() < 0) return failure("libsodium finds no source of random bytes");
  const Millis lease = settings.cluster.lease;
  const Millis patience = settings.timeouts.storage;
  auto claiming = stores.make_leases(patience);
  const auto key = claiming->secret("key", random_name(32));
  if (!key) return failure(text_of(key.error()));
  const auto realm = claiming->secret("realm", random_name(6));
  if (!realm) return failure(text_of(realm.error()));

  std::unique_ptr<ClusterNode> node(new ClusterNode(node_name(), key.value()));
  for (int i = 0; i < clock_samples; ++i) {
    const auto asked = std::chrono::steady_clock::now();
    const auto now = claiming->now();
    if (!now) return failure(text_of(now.error()));
    node->clock_.observe(now.value(), asked, std::chrono::steady_clock::now());
  }
  node->ownership_ = std::make_unique<cluster::LeaseOwnership>(
      cluster::LeaseOptions{node->name_, lease},
      cluster::LeaseConnections{stores.make_leases(std::min(patience, cluster::renewal_patience(lease))),
                                std::move(claiming), stores.make_leases(patience)},
      node->clock_);
  auto bus = cluster::NatsBus::make(settings.cluster.nats, realm.value(), node->name_);
  if (!bus) return failure(bus.error());
  node->bus_ = std::move(bus).value();
  node->parts_.emplace(engine::ClusterParts{node->name_, *node->ownership_, *node->bus_,
                                            [ownership = node->ownership_.get()] { return ownership->others(); }});
  return success(std::move(node));
}

HttpRelay& ClusterNode::make_relay(engine::Engine& engine) {
  relay_ = std::make_unique<HttpRelay>(name_, *bus_, engine);
  return *relay_;
}

Result<void, std::string> ClusterNode::start(engine::Engine& engine) {
  bus_->open({[this, &engine](cluster::Channel channel, std::string_view message) {
                channel == cluster::Channel::http ? relay_->on_message(message) : engine.peers()->on_message(message);
              },
              [&engine](const PartyId& party, std::string_view message) { engine.peers()->on_party(party, message); },
              [&engine](bool up) { engine.peers()->on_connection(up); }});
  const auto started = ownership_->start({[&engine] { engine.on_lease_lapsed(); }, [&engine] { engine.beat(); },
                                          [this, &engine](const std::string& node) {
                                            engine.on_node_gone(node);
                                            relay_->on_node_gone(node);
                                          }});
  if (!started) return failure(text_of(started.error()));
  log::info("cluster_joined", {{"node", name_}, {"others", ownership_->others().size()}});
  return success();
}

void ClusterNode::hand_over(engine::Engine& engine) {
  leaving_ = true;
  if (ownership_->others().empty()) return;
  ownership_->hand_over();
  const auto done = std::make_shared<std::promise<void>>();
  engine.hand_over([done] { done->set_value(); });
  const bool all = done->get_future().wait_for(longest_hand_over) == std::future_status::ready;
  log::info("parties_handed_over", {{"all", all}});
}

void ClusterNode::stop() {
  bus_ ? bus_->close() : void();
  if (ownership_) ownership_->stop();
}

}  // namespace matinee::app
