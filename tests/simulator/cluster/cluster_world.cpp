#include "cluster_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "engine/peer_link.hpp"
#include "websocket/frame_reader.hpp"

namespace matinee::simulator {
namespace {

constexpr std::size_t node_count = 3;
constexpr std::size_t client_count = 6;
constexpr Millis lease{2'000};
constexpr Millis renewal{500};
/// A server counts on less of its lease than the database grants.
constexpr Millis trusted{1'800};
constexpr party::RateLimit chats{1'000'000, Millis{60'000}};

engine::Options engine_options() {
  engine::Options options;
  options.party.chats = chats;
  options.party_idle_unload = Millis{3'000};
  return options;
}

std::string user_of(std::size_t client) {
  return fmt::format("user{}", client);
}

}  // namespace

// ---- A server

class ClusterWorld::NodeOwnership final : public cluster::Ownership {
 public:
  NodeOwnership(ClusterWorld& world, std::string node) : world_(world), node_(std::move(node)) {}

  void claim(const PartyId&, std::function<void(cluster::Claim)> done) override { claims_.push_back(std::move(done)); }
  void release(const PartyId&) override { claims_.push_back(nullptr); }
  void forget(const PartyId&) override {}
  bool holds() const override { return world_.clock_.now() < trusted_until; }

  bool idle() const { return claims_.empty(); }
  /// What the database does with the next claim or release.
  void step() {
    const auto done = std::move(claims_.front());
    claims_.pop_front();
    if (!done) {
      if (world_.owner_ == node_) world_.owner_.clear();
      return;
    }
    if (!holds()) return done(cluster::Unknown{});
    if (world_.owner_ != node_ && !world_.owner_.empty() && world_.is_alive(world_.owner_)) {
      return done(cluster::Elsewhere{world_.owner_});
    }
    if (world_.owner_ != node_) {
      world_.owner_ = node_;
      epoch_ = world_.database_->raise_epoch(world_.party_);
      world_.owners_by_epoch_[epoch_] = node_;
    }
    done(cluster::Lease{epoch_});
  }

  ServerTime trusted_until{};

 private:
  ClusterWorld& world_;
  const std::string node_;
  std::uint64_t epoch_ = 1;
  std::deque<std::function<void(cluster::Claim)>> claims_;
};

class ClusterWorld::NodeBus final : public cluster::Bus {
 public:
  NodeBus(ClusterWorld& world, std::string node) : world_(world), node_(std::move(node)) {}

  void open(cluster::BusHandlers given) override { handlers = std::move(given); }
  void close() override {}
  void send(const std::string& node, cluster::Channel, std::string_view message) override {
    put(node, {std::nullopt, std::string(message)});
  }
  void publish(const PartyId& party, std::string_view message) override {
    for (const auto& [node, followed] : world_.followers_) {
      if (node != node_ && followed.contains(party)) put(node, {party, std::string(message)});
    }
  }
  void follow(const PartyId& party) override { world_.followers_[node_].insert(party); }
  void unfollow(const PartyId& party) override { world_.followers_[node_].erase(party); }
  bool up() const override { return world_.network_up_; }

  cluster::BusHandlers handlers;

 private:
  void put(const std::string& node, Parcel parcel) {
    if (world_.network_up_) world_.network_[{node_, node}].push_back(std::move(parcel));
  }

  ClusterWorld& world_;
  const std::string node_;
};

struct ClusterWorld::Node {
  std::string name;
  bool frozen = false;
  StorageQueue queue;
  std::unique_ptr<engine::testing::ManualExecutor> executor;
  std::unique_ptr<NodeOwnership> ownership;
  std::unique_ptr<NodeBus> bus;
  std::optional<engine::ClusterParts> parts;
  std::unique_ptr<storage::GroupCommitter> committer;
  std::unique_ptr<storage::Reader> reader;
  std::unique_ptr<engine::Engine> engine;  ///< null while it is dead
  std::set<std::string> known_alive;
  ServerTime renew_at{};

  bool running() const { return engine != nullptr && !frozen; }
  engine::Shard& shard() const { return engine->shard(0); }
  bool has_work() const { return !queue.empty() || !ownership->idle(); }
};

// ---- A client, which insists on what it was promised

class ClusterWorld::Client final : public engine::Session {
 public:
  Client(ClusterWorld& world, std::size_t index) : world_(world), index_(index) {}

  void deliver(const engine::BlobPtr& blob) override {
    if (closed) return;
    websocket::MessageReader reader({websocket::Role::client, 1'000'000});
    std::string_view input = blob->bytes;
    while (auto event = reader.next(input)) hear(std::get<websocket::TextMessage>(*event).text);
  }
  void close(protocol::CloseCode) override { closed = true; }
  void pause_reading(bool) override {}

  void hear(std::string_view text) {
    const auto event = boost::json::parse(text).as_object();
    const std::string_view type = event.at("type").as_string();
    if (type == "error") ++refused;
    if (type != "sync" && type != "seek") return;
    const auto revision = static_cast<std::uint64_t>(event.at("revision").to_number<std::int64_t>());
    const auto position = event.at("position_ms").to_number<std::int64_t>();
    if (revision < last) {
      world_.fail(fmt::format("client {} was told revision {} after {}", index_, revision, last));
    }
    const auto stored = world_.committed_.find(revision);
    if (stored == world_.committed_.end()) {
      world_.fail(fmt::format("client {} was told revision {}, which is not stored", index_, revision));
    } else if (stored->second != position) {
      world_.fail(fmt::format("client {} was told that revision {} is at {}, but {} is stored", index_, revision,
                              position, stored->second));
    }
    last = revision;
    last_position = position;
  }

  /// As the transport does, when the socket is gone.
  void hang_up(bool clean) {
    if (node != nullptr && node->engine != nullptr) node->shard().detach(*this, clean);
    node = nullptr;
    member = closed = false;
    last = 0;
    said.clear();
    refused = 0;
  }

  /// Whatever it has said is stored, or was refused.
  void insist_on_answers() const {
    const std::size_t lost = static_cast<std::size_t>(std::count_if(
        said.begin(), said.end(), [this](std::int64_t position) { return !world_.stored_positions_.contains(position); }));
    if (lost > refused) {
      world_.fail(fmt::format("client {} never heard what became of {} of its {} commands", index_, lost - refused,
                              said.size()));
    }
  }

  void connect(Node& to) {
    node = &to;
    asking = true;
    to.shard().attach(*this, world_.party_, {UserId{user_of(index_)}, {user_of(index_), std::nullopt}, std::nullopt},
                      [this](const Result<void, protocol::Refusal>& result) {
                        asking = false;
                        member = result.has_value();
                        if (!member) node = nullptr;
                      });
  }

  Node* node = nullptr;  ///< to which it is connected, or connecting
  bool asking = false;
  bool member = false;
  bool closed = false;
  std::uint64_t last = 0;
  std::int64_t last_position = 0;
  std::vector<std::int64_t> said;  ///< positions it wanted, in ms, since it connected
  std::size_t refused = 0;         ///< errors it was told since

 private:
  ClusterWorld& world_;
  const std::size_t index_;
};

// ---- The world

ClusterWorld::ClusterWorld(std::uint64_t seed) : random_(seed) {
  party::Party party;
  party.id = party_;
  party.title = "A film";
  party.host = UserId{user_of(0)};
  party.invite_code = "ABC123";
  party.created_at = clock_.now();
  party.playback.at = clock_.now();
  party.settings.resume_after_seek = false;
  for (std::size_t i = 0; i < client_count; ++i) {
    party::Participant& seat = party.roster[UserId{user_of(i)}];
    seat.user = UserId{user_of(i)};
    seat.profile = {user_of(i), std::nullopt};
    seat.role = i == 0 ? party::Role::host : party::Role::co_host;
    seat.joined_at = clock_.now();
  }
  const storage::RateToken token{party.host, "create", {100, Millis{3'600'000}}, clock_.now()};
  const std::vector<storage::Submission> creation{storage::CreateParty{token, party}};
  if (!truth_.commit(creation).front()) fail("the party can't be created");
  note_commit();
  for (std::size_t i = 0; i < node_count; ++i) {
    nodes_.push_back(std::make_unique<Node>());
    start(*nodes_.back());
  }
  for (std::size_t i = 0; i < client_count; ++i) clients_.push_back(std::make_unique<Client>(*this, i));
}

ClusterWorld::~ClusterWorld() {
  for (auto& node : nodes_) {
    if (node->engine) kill(*node);
  }
}

void ClusterWorld::fail(const std::string& what) {
  if (broken_.empty()) broken_ = what;
}

void ClusterWorld::start(Node& node) {
  static std::uint64_t started = 0;
  node.name = fmt::format("node{}", ++started);
  node.frozen = false;
  node.queue = StorageQueue();
  StorageQueue::of_next_process() = &node.queue;
  node.executor = std::make_unique<engine::testing::ManualExecutor>(clock_);
  node.ownership = std::make_unique<NodeOwnership>(*this, node.name);
  node.bus = std::make_unique<NodeBus>(*this, node.name);
  node.parts.emplace(engine::ClusterParts{node.name, *node.ownership, *node.bus, [this, &node] {
                                            std::vector<std::string> others;
                                            for (const auto& [name, until] : leases_) {
                                              if (name != node.name && is_alive(name)) others.push_back(name);
                                            }
                                            return others;
                                          }});
  node.committer = std::make_unique<storage::GroupCommitter>(std::make_unique<storage::MemoryStore>(database_),
                                                             storage::CommitObserver{},
                                                             storage::GroupCommitter::Options{});
  node.reader = std::make_unique<storage::Reader>(std::make_unique<storage::MemoryStore>(database_));
  const engine::TokenCheck nobody = [](std::string_view) -> Result<engine::Credentials, std::string> {
    return std::string("no tokens here");
  };
  node.engine = std::make_unique<engine::Engine>(engine_options(), clock_, wall_clock_, *node.committer, *node.reader,
                                                 metrics_, nobody, std::vector<engine::Executor*>{node.executor.get()},
                                                 &*node.parts);
  engine::PeerLink& peers = *node.engine->peers();
  node.bus->open({[&peers](cluster::Channel, std::string_view message) { peers.on_message(message); },
                  [&peers](const PartyId& party, std::string_view message) { peers.on_party(party, message); },
                  [&peers](bool up) { peers.on_connection(up); }});
  node.known_alive.clear();
  renew(node);
}

/// Some of what it has asked of the database is still done; of what it has sent some still arrives.
void ClusterWorld::kill(Node& node) {
  node.queue.cut_answers();
  while (!node.queue.empty() && chance(0.5)) {
    node.queue.step();
    note_commit();
  }
  node.queue.clear();
  for (auto& [link, parcels] : network_) {
    if (link.first != node.name) continue;
    while (!parcels.empty() && chance(0.5)) parcels.pop_back();
  }
  followers_.erase(node.name);
  for (auto& client : clients_) {
    if (client->node != &node) continue;
    client->node = nullptr;
    client->hang_up(false);
    client->asking = false;
  }
  node.committer.reset();
  node.reader.reset();
  node.engine.reset();
  node.parts.reset();
}

bool ClusterWorld::is_alive(const std::string& name) const {
  const auto found = leases_.find(name);
  return found != leases_.end() && found->second > clock_.now();
}

void ClusterWorld::renew(Node& node) {
  const bool held = node.ownership->holds();
  const bool first = !leases_.contains(node.name);
  leases_[node.name] = clock_.now() + lease;
  node.ownership->trusted_until = clock_.now() + trusted;
  node.renew_at = clock_.now() + renewal;
  if (!held && !first) node.engine->on_lease_lapsed();
  node.engine->beat();
  std::set<std::string> alive;
  for (const auto& [name, until] : leases_) {
    if (is_alive(name)) alive.insert(name);
  }
  for (const std::string& before : node.known_alive) {
    if (!alive.contains(before)) node.engine->on_node_gone(before);
  }
  node.known_alive = std::move(alive);
}

/// What is stored now: from here on it may be told.
void ClusterWorld::note_commit() {
  const auto loaded = truth_.load_party(party_, chats, clock_.now());
  const party::Party& party = *loaded.value();
  const auto [known, added] = committed_.emplace(party.revision, party.playback.position.count());
  stored_positions_.insert(party.playback.position.count());
  if (!added && known->second != party.playback.position.count()) {
    fail(fmt::format("revision {} is stored twice, at {} and at {}", party.revision, known->second,
                     party.playback.position.count()));
  }
  if (party.revision + 1 < committed_.size()) fail("a revision went back in the database");
}

ClusterWorld::Node* ClusterWorld::any_running() {
  std::vector<Node*> running;
  for (auto& node : nodes_) {
    if (node->running()) running.push_back(node.get());
  }
  return running.empty() ? nullptr : running[below(running.size())];
}

void ClusterWorld::run(std::size_t steps) {
  for (std::size_t i = 0; i < steps && broken_.empty(); ++i) happen();
}

void ClusterWorld::happen() {
  const std::size_t what = below(100);
  if (what < 40) {
    if (Node* node = any_running()) work(*node);
  } else if (what < 65) {
    network_step();
  } else if (what < 85) {
    client_step();
  } else if (what < 98) {
    pass_time(Millis{static_cast<Millis::rep>(1 + below(120))});
  } else if (!calm_) {
    disturb();
  }
}

/// One thing a server does: a turn of its loop, a piece of the database's work, or a claim.
void ClusterWorld::work(Node& node) {
  const std::size_t what = below(3);
  if (what == 0 && !node.queue.empty()) {
    node.queue.step();
    note_commit();
  } else if (what == 1 && !node.ownership->idle()) {
    node.ownership->step();
  } else {
    if (node.executor->take_woken()) node.shard().drain();
    node.executor->run_due();
  }
}

void ClusterWorld::network_step() {
  std::vector<std::pair<const std::pair<std::string, std::string>, std::deque<Parcel>>*> busy;
  for (auto& link : network_) {
    if (!link.second.empty()) busy.push_back(&link);
  }
  if (busy.empty()) return;
  auto& [link, parcels] = *busy[below(busy.size())];
  const auto receiver =
      std::find_if(nodes_.begin(), nodes_.end(), [&link = link](const auto& node) { return node->name == link.second; });
  const bool gone = receiver == nodes_.end() || (*receiver)->engine == nullptr;
  if (!gone && (*receiver)->frozen) return;
  const Parcel parcel = std::move(parcels.front());
  parcels.pop_front();
  if (gone || (!calm_ && chance(0.01))) return;  // lost
  const cluster::BusHandlers& handlers = (*receiver)->bus->handlers;
  parcel.party ? handlers.on_party(*parcel.party, parcel.bytes)
               : handlers.on_message(cluster::Channel::engine, parcel.bytes);
}

void ClusterWorld::client_step() {
  Client& client = *clients_[below(clients_.size())];
  if (client.closed && client.node != nullptr && client.node->running()) return client.hang_up(false);
  if (client.node == nullptr) {
    if (Node* node = any_running()) client.connect(*node);
    return;
  }
  if (!client.member || client.closed || !client.node->running()) return;
  if (!calm_ && chance(0.03)) return client.hang_up(chance(0.5));
  if (calm_) return;
  const std::uint64_t position = ++said_;
  client.said.push_back(static_cast<std::int64_t>(position) * 1'000);
  client.node->shard().on_text(client, fmt::format(R"({{"type":"seek","position":{}}})", position));
}

/// Everyone whose time has come renews their lease; frozen servers don't, nor do those that are busy for long.
void ClusterWorld::pass_time(Millis time) {
  clock_.advance(time);
  wall_clock_.advance(time);
  for (auto& node : nodes_) {
    if (node->running() && node->renew_at <= clock_.now()) renew(*node);
  }
}

void ClusterWorld::disturb() {
  Node& node = *nodes_[below(nodes_.size())];
  switch (below(4)) {
    case 0:
      return node.engine ? kill(node) : start(node);
    case 1:
      if (node.engine) node.frozen = !node.frozen;
      return;
    case 2:
      return set_network(!network_up_);
    default:
      if (node.engine == nullptr) start(node);
  }
}

void ClusterWorld::set_network(bool up) {
  network_up_ = up;
  if (!up) network_.clear();
  for (auto& node : nodes_) {
    if (node->engine) node->bus->handlers.on_connection(up);
  }
}

bool ClusterWorld::work_left() const {
  const bool nodes = std::any_of(nodes_.begin(), nodes_.end(), [](const auto& node) { return node->has_work(); });
  const bool clients = std::any_of(clients_.begin(), clients_.end(), [](const auto& client) {
    return !client->member || client->closed;
  });
  return nodes || clients;
}

void ClusterWorld::finish() {
  calm_ = true;
  if (!network_up_) set_network(true);
  for (auto& node : nodes_) {
    node->frozen = false;
    if (node->engine == nullptr) start(*node);
  }
  constexpr std::size_t enough = 60'000;
  std::size_t steps = 0;
  std::size_t quiet = 0;
  // At rest for longer than any search for an owner pauses.
  for (; quiet < 1'500 && steps < enough && broken_.empty(); ++steps) {
    happen();
    quiet = work_left() ? 0 : quiet + 1;
  }
  if (!broken_.empty()) return;
  if (steps == enough) return fail("it does not come to rest");
  for (const auto& client : clients_) client->insist_on_answers();
  // What is said now everyone hears.
  clients_.front()->node->shard().on_text(*clients_.front(), fmt::format(R"({{"type":"seek","position":{}}})", ++said_));
  const auto final_position = static_cast<std::int64_t>(said_) * 1'000;
  const auto all_there = [&] {
    return std::all_of(clients_.begin(), clients_.end(), [&](const auto& client) {
      return client->last_position == final_position;
    });
  };
  for (std::size_t i = 0; i < 20'000 && broken_.empty() && !all_there(); ++i) {
    const std::size_t what = below(100);
    if (what < 55) {
      if (Node* node = any_running()) work(*node);
    } else if (what < 95) {
      network_step();
    } else {
      pass_time(Millis{20});
    }
  }
  if (broken_.empty() && !all_there()) fail("the clients do not agree in the end: " + where_everyone_is());
}

std::string ClusterWorld::where_everyone_is() const {
  std::string where = fmt::format("{} leads, {} was said last;", owner_, said_);
  for (const auto& client : clients_) {
    fmt::format_to(std::back_inserter(where), " {} at revision {}, {} ms{};",
                   client->node == nullptr ? "nowhere" : client->node->name, client->last, client->last_position,
                   client->closed ? ", closed" : "");
  }
  return where;
}

}  // namespace matinee::simulator
