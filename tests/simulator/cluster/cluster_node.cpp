#include "cluster_node.hpp"

#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "engine/peer_link.hpp"

namespace matinee::simulator {
namespace {

engine::Options engine_options(std::uint32_t seed) {
  engine::Options options;
  options.party.chats = {1'000'000, Millis{60'000}};
  options.party_idle_unload = Millis{3'000};
  options.seed = seed;
  return options;
}

}  // namespace

class ClusterNode::Ownership final : public cluster::Ownership {
 public:
  Ownership(ClusterSurroundings& surroundings, std::string node)
      : surroundings_(surroundings), node_(std::move(node)) {}

  void claim(const PartyId&, std::function<void(cluster::Claim)> done) override { claims_.push_back(std::move(done)); }
  void release(const PartyId&) override { claims_.push_back(nullptr); }
  void forget(const PartyId&) override {}
  bool holds() const override { return surroundings_.clock.now() < trusted_until_; }

  void trust_until(ServerTime time) { trusted_until_ = time; }
  bool idle() const { return claims_.empty(); }

  void answer_next() {
    const auto done = std::move(claims_.front());
    claims_.pop_front();
    ClusterLeases& leases = surroundings_.leases;
    if (!done) {
      if (leases.owner == node_) leases.owner.clear();
      return;
    }
    if (!holds()) return done(cluster::Unknown{});
    if (leases.owner != node_ && leases.is_alive(leases.owner)) return done(cluster::Elsewhere{leases.owner});
    if (leases.owner != node_) {
      leases.owner = node_;
      epoch_ = surroundings_.database->raise_epoch(surroundings_.party);
    }
    done(cluster::Lease{epoch_});
  }

 private:
  ClusterSurroundings& surroundings_;
  const std::string node_;
  ServerTime trusted_until_{};
  std::uint64_t epoch_ = 1;
  std::deque<std::function<void(cluster::Claim)>> claims_;  ///< an empty function: a release
};

class ClusterNode::Bus final : public cluster::Bus {
 public:
  Bus(ClusterNetwork& network, std::string node) : network_(network), node_(std::move(node)) {}

  void open(cluster::BusHandlers given) override { handlers = std::move(given); }
  void close() override {}
  void send(const std::string& node, cluster::Channel, std::string_view message) override {
    network_.send(node_, node, {std::nullopt, std::string(message)});
  }
  void publish(const PartyId& party, std::string_view message) override {
    network_.publish(node_, party, std::string(message));
  }
  void follow(const PartyId& party) override { network_.follow(node_, party); }
  void unfollow(const PartyId& party) override { network_.unfollow(node_, party); }
  bool up() const override { return network_.up(); }

  cluster::BusHandlers handlers;

 private:
  ClusterNetwork& network_;
  const std::string node_;
};

ClusterNode::ClusterNode(ClusterSurroundings& surroundings) : surroundings_(surroundings) {}

ClusterNode::~ClusterNode() = default;

void ClusterNode::start(std::string name, std::uint32_t seed) {
  name_ = std::move(name);
  frozen = false;
  queue_ = StorageQueue();
  StorageQueue::of_next_process() = &queue_;
  executor_ = std::make_unique<engine::testing::ManualExecutor>(surroundings_.clock);
  ownership_ = std::make_unique<Ownership>(surroundings_, name_);
  bus_ = std::make_unique<Bus>(surroundings_.network, name_);
  parts_.emplace(engine::ClusterParts{name_, *ownership_, *bus_, [this] {
                                        std::set<std::string> alive = surroundings_.leases.alive();
                                        alive.erase(name_);
                                        return std::vector<std::string>(alive.begin(), alive.end());
                                      }});
  committer_ = std::make_unique<storage::GroupCommitter>(std::make_unique<storage::MemoryStore>(surroundings_.database),
                                                         storage::CommitObserver{}, storage::GroupCommitter::Options{});
  reader_ = std::make_unique<storage::Reader>(std::make_unique<storage::MemoryStore>(surroundings_.database));
  build_engine(seed);
  known_alive_.clear();
  renew();
}

void ClusterNode::build_engine(std::uint32_t seed) {
  const engine::TokenCheck nobody = [](std::string_view) -> Result<engine::Credentials, std::string> {
    return std::string("no tokens here");
  };
  engine_ = std::make_unique<engine::Engine>(engine_options(seed), surroundings_.clock, surroundings_.wall_clock,
                                             *committer_, *reader_, surroundings_.metrics, nobody,
                                             std::vector<engine::Executor*>{executor_.get()}, &*parts_);
  engine::PeerLink& peers = *engine_->peers();
  bus_->open({[&peers](cluster::Channel, std::string_view message) { peers.on_message(message); },
              [&peers](const PartyId& party, std::string_view message) { peers.on_party(party, message); },
              [&peers](bool up) { peers.on_connection(up); }});
}

void ClusterNode::kill() {
  queue_.clear();
  surroundings_.network.forget_follower(name_);
  committer_.reset();
  reader_.reset();
  engine_.reset();
  parts_.reset();
}

bool ClusterNode::has_work() const {
  return !queue_.empty() || has_claims();
}

bool ClusterNode::has_claims() const {
  return !ownership_->idle();
}

void ClusterNode::turn() {
  if (executor_->take_woken()) shard().drain();
  executor_->run_due();
}

void ClusterNode::answer_claim() {
  ownership_->answer_next();
}

void ClusterNode::renew_if_due() {
  if (renew_at_ <= surroundings_.clock.now()) renew();
}

void ClusterNode::renew() {
  ClusterLeases& leases = surroundings_.leases;
  const ServerTime now = surroundings_.clock.now();
  const bool lapsed = leases.ever_held(name_) && !ownership_->holds();
  leases.renew(name_);
  ownership_->trust_until(now + ClusterLeases::trusted);
  renew_at_ = now + ClusterLeases::renewal;
  if (lapsed) engine_->on_lease_lapsed();
  engine_->beat();
  std::set<std::string> alive = leases.alive();
  for (const std::string& before : known_alive_) {
    if (!alive.contains(before)) engine_->on_node_gone(before);
  }
  known_alive_ = std::move(alive);
}

void ClusterNode::receive(const Parcel& parcel) {
  parcel.party ? bus_->handlers.on_party(*parcel.party, parcel.bytes)
               : bus_->handlers.on_message(cluster::Channel::engine, parcel.bytes);
}

void ClusterNode::on_network(bool up) {
  bus_->handlers.on_connection(up);
}

}  // namespace matinee::simulator
