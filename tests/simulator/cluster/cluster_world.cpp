#include "cluster_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace matinee::simulator {
namespace {

constexpr std::size_t node_count = 3;
constexpr std::size_t client_count = 6;
constexpr party::RateLimit creations{100, Millis{3'600'000}};
constexpr party::RateLimit chats{1'000'000, Millis{60'000}};

}  // namespace

ClusterWorld::ClusterWorld(std::uint64_t seed) : random_(seed) {
  create_party();
  for (std::size_t i = 0; i < node_count; ++i) {
    nodes_.push_back(std::make_unique<ClusterNode>(surroundings_));
    start(*nodes_.back());
  }
  for (std::size_t i = 0; i < client_count; ++i) {
    clients_.push_back(std::make_unique<ClusterClient>(ledger_, surroundings_.party, i));
  }
}

ClusterWorld::~ClusterWorld() {
  for (auto& node : nodes_) {
    if (node->exists()) kill(*node);
  }
}

void ClusterWorld::create_party() {
  const ServerTime now = surroundings_.clock.now();
  party::Party party;
  party.id = surroundings_.party;
  party.title = "A film";
  party.host = user_of(0);
  party.invite_code = "ABC123";
  party.created_at = now;
  party.playback.at = now;
  party.settings.resume_after_seek = false;
  for (std::size_t i = 0; i < client_count; ++i) {
    party::Participant& seat = party.roster[user_of(i)];
    seat.user = user_of(i);
    seat.profile = {user_of(i).str(), std::nullopt};
    seat.role = i == 0 ? party::Role::host : party::Role::co_host;
    seat.joined_at = now;
  }
  const storage::RateToken token{party.host, "create", creations, now};
  const std::vector<storage::Submission> creation{storage::CreateParty{token, party}};
  if (!truth_.commit(creation).front()) ledger_.fail("the party can't be created");
  note_commit();
}

void ClusterWorld::note_commit() {
  ledger_.note(*truth_.load_party(surroundings_.party, chats, surroundings_.clock.now()).value());
}

void ClusterWorld::start(ClusterNode& node) {
  node.start(fmt::format("node{}", ++started_), static_cast<std::uint32_t>(random_()));
}

/// Some of what it has asked of the database is still done; of what it has sent some still arrives.
void ClusterWorld::kill(ClusterNode& node) {
  node.storage().cut_answers();
  while (!node.storage().empty() && chance(0.5)) {
    node.storage().step();
    note_commit();
  }
  ClusterNetwork& network = surroundings_.network;
  for (const ClusterNetwork::Link& link : network.busy()) {
    while (link.from == node.name() && network.has_any(link) && chance(0.5)) network.lose_last(link);
  }
  for (auto& client : clients_) {
    if (client->node() == &node) client->lose_server();
  }
  node.kill();
}

ClusterNode* ClusterWorld::any_running() {
  std::vector<ClusterNode*> running;
  for (auto& node : nodes_) {
    if (node->running()) running.push_back(node.get());
  }
  return running.empty() ? nullptr : running[below(running.size())];
}

ClusterNode* ClusterWorld::named(const std::string& name) {
  const auto found = std::find_if(nodes_.begin(), nodes_.end(),
                                  [&](const auto& node) { return node->exists() && node->name() == name; });
  return found == nodes_.end() ? nullptr : found->get();
}

void ClusterWorld::run(std::size_t steps) {
  for (std::size_t i = 0; i < steps && broken().empty(); ++i) happen();
}

void ClusterWorld::happen() {
  const std::size_t what = below(100);
  if (what < 40) {
    if (ClusterNode* node = any_running()) work(*node);
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
void ClusterWorld::work(ClusterNode& node) {
  const std::size_t what = below(3);
  if (what == 0 && !node.storage().empty()) {
    node.storage().step();
    note_commit();
  } else if (what == 1 && node.has_claims()) {
    node.answer_claim();
  } else {
    node.turn();
  }
}

void ClusterWorld::network_step() {
  ClusterNetwork& network = surroundings_.network;
  const std::vector<ClusterNetwork::Link> busy = network.busy();
  if (busy.empty()) return;
  const ClusterNetwork::Link& link = busy[below(busy.size())];
  ClusterNode* receiver = named(link.to);
  if (receiver != nullptr && receiver->frozen) return;
  const Parcel parcel = network.take(link);
  const bool lost = receiver == nullptr || (!calm_ && chance(0.01));
  if (!lost) receiver->receive(parcel);
}

void ClusterWorld::client_step() {
  ClusterClient& client = *clients_[below(clients_.size())];
  if (client.is_closed() && client.node() != nullptr && client.node()->running()) return client.hang_up(false);
  if (client.node() == nullptr) {
    if (ClusterNode* node = any_running()) client.connect(*node);
    return;
  }
  if (!client.is_member() || client.is_closed() || !client.node()->running()) return;
  if (!calm_ && chance(0.03)) return client.hang_up(chance(0.5));
  if (!calm_) client.seek(++said_);
}

/// Everyone whose time has come renews their lease; frozen servers don't, nor do those that are busy for long.
void ClusterWorld::pass_time(Millis time) {
  surroundings_.clock.advance(time);
  surroundings_.wall_clock.advance(time);
  for (auto& node : nodes_) {
    if (node->running()) node->renew_if_due();
  }
}

void ClusterWorld::disturb() {
  ClusterNode& node = *nodes_[below(nodes_.size())];
  switch (below(4)) {
    case 0:
      return node.exists() ? kill(node) : start(node);
    case 1:
      if (node.exists()) node.frozen = !node.frozen;
      return;
    case 2:
      return set_network(!surroundings_.network.up());
    default:
      if (!node.exists()) start(node);
  }
}

void ClusterWorld::set_network(bool up) {
  surroundings_.network.set_up(up);
  for (auto& node : nodes_) {
    if (node->exists()) node->on_network(up);
  }
}

bool ClusterWorld::work_left() const {
  const bool nodes = std::any_of(nodes_.begin(), nodes_.end(), [](const auto& node) { return node->has_work(); });
  const bool clients = std::any_of(clients_.begin(), clients_.end(), [](const auto& client) {
    return !client->is_member() || client->is_closed();
  });
  return nodes || clients;
}

void ClusterWorld::finish() {
  mend();
  if (!come_to_rest()) return;
  for (const auto& client : clients_) client->insist_on_answers();
  agree();
}

void ClusterWorld::mend() {
  calm_ = true;
  if (!surroundings_.network.up()) set_network(true);
  for (auto& node : nodes_) {
    node->frozen = false;
    if (!node->exists()) start(*node);
  }
}

/// At rest for longer than any search for an owner pauses.
bool ClusterWorld::come_to_rest() {
  constexpr std::size_t enough = 60'000;
  constexpr std::size_t rest = 1'500;
  std::size_t quiet = 0;
  for (std::size_t steps = 0; quiet < rest && broken().empty(); ++steps) {
    if (steps == enough) ledger_.fail("it does not come to rest");
    happen();
    quiet = work_left() ? 0 : quiet + 1;
  }
  return broken().empty();
}

/// What is said now everyone hears.
void ClusterWorld::agree() {
  clients_.front()->seek(++said_);
  const auto final_position = static_cast<std::int64_t>(said_) * 1'000;
  const auto all_there = [&] {
    return std::all_of(clients_.begin(), clients_.end(),
                       [&](const auto& client) { return client->has_heard(final_position); });
  };
  for (std::size_t i = 0; i < 20'000 && broken().empty() && !all_there(); ++i) {
    const std::size_t what = below(100);
    if (what < 55) {
      if (ClusterNode* node = any_running()) work(*node);
    } else if (what < 95) {
      network_step();
    } else {
      pass_time(Millis{20});
    }
  }
  if (broken().empty() && !all_there()) {
    ledger_.fail("the clients do not agree in the end: " + where_everyone_is());
  }
}

std::string ClusterWorld::where_everyone_is() const {
  std::string where = fmt::format("{} leads, {} was said last", surroundings_.leases.owner, said_);
  for (const auto& client : clients_) fmt::format_to(std::back_inserter(where), "; {}", client->where());
  return where;
}

}  // namespace matinee::simulator
