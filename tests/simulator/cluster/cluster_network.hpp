// ClusterNetwork: the messages between the servers that have not arrived yet, one queue for each pair and direction.
// Part of the simulation of a cluster.
#pragma once

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/strong_id.hpp"

namespace matinee::simulator {

/// A message on its way: to a server, or to all that follow a party.
struct Parcel {
  std::optional<PartyId> party;
  std::string bytes;
};

class ClusterNetwork {
 public:
  struct Link {
    std::string from;
    std::string to;
    auto operator<=>(const Link&) const = default;
  };

  bool up() const { return up_; }
  /// Whatever is on its way is lost when it goes down.
  void set_up(bool up) {
    up_ = up;
    if (!up) parcels_.clear();
  }

  void send(const std::string& from, const std::string& to, Parcel parcel) {
    if (up_) parcels_[{from, to}].push_back(std::move(parcel));
  }
  void publish(const std::string& from, const PartyId& party, const std::string& bytes) {
    for (const auto& [node, followed] : followers_) {
      if (node != from && followed.contains(party)) send(from, node, {party, bytes});
    }
  }
  void follow(const std::string& node, const PartyId& party) { followers_[node].insert(party); }
  void unfollow(const std::string& node, const PartyId& party) { followers_[node].erase(party); }
  void forget_follower(const std::string& node) { followers_.erase(node); }

  /// The links with something on them, in an order that is always the same.
  std::vector<Link> busy() const {
    std::vector<Link> links;
    for (const auto& [link, parcels] : parcels_) {
      if (!parcels.empty()) links.push_back(link);
    }
    return links;
  }
  /// What arrives next over a busy link.
  Parcel take(const Link& link) {
    std::deque<Parcel>& parcels = parcels_.at(link);
    Parcel parcel = std::move(parcels.front());
    parcels.pop_front();
    return parcel;
  }
  bool has_any(const Link& link) const { return !parcels_.at(link).empty(); }
  /// The last one sent over a busy link never left.
  void lose_last(const Link& link) { parcels_.at(link).pop_back(); }

 private:
  bool up_ = true;
  std::map<Link, std::deque<Parcel>> parcels_;
  std::map<std::string, std::set<PartyId>> followers_;
};

}  // namespace matinee::simulator
