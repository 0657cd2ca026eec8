#include "engine/local_hub.hpp"

namespace matinee::engine {

namespace {

/// How many receivers ahead memory is asked for a session: what the kernel did since the last event left nothing of it in
/// the caches. Of the server's time in a party of 1000, deliver() takes 0.5 % with this and 1.2 % without (`perf record`).
constexpr std::size_t prefetch_distance = 8;

}  // namespace

void LocalHub::add(const PartyId& party, Session& session, const protocol::Stamp& told) {
  Members& members = parties_[party];
  session.hub_place_ = static_cast<std::uint32_t>(members.sessions.size());
  members.sessions.push_back(&session);
  members.told = told;
}

void LocalHub::remove(const PartyId& party, Session& session) {
  const auto found = parties_.find(party);
  if (found == parties_.end()) return;
  auto& sessions = found->second.sessions;
  const std::uint32_t place = session.hub_place_;
  if (place >= sessions.size() || sessions[place] != &session) return;
  sessions[place] = sessions.back();
  sessions[place]->hub_place_ = place;
  sessions.pop_back();
  if (sessions.empty()) parties_.erase(found);
}

void LocalHub::deliver(const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told) {
  const auto found = parties_.find(party);
  if (found == parties_.end()) return;
  found->second.told = told;
  const auto& sessions = found->second.sessions;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (i + prefetch_distance < sessions.size()) __builtin_prefetch(sessions[i + prefetch_distance]);
    sessions[i]->deliver(blob);
  }
}

void LocalHub::note_told(const PartyId& party, const protocol::Stamp& told) {
  const auto found = parties_.find(party);
  if (found != parties_.end()) found->second.told = told;
}

const protocol::Stamp* LocalHub::told(const PartyId& party) const {
  const auto found = parties_.find(party);
  return found == parties_.end() ? nullptr : &found->second.told;
}

}  // namespace matinee::engine
