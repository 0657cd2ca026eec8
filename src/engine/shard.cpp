// Shard: the loop, the way between shards, and the fan-out to this shard's members.
#include "engine/shard.hpp"

#include <algorithm>
#include <utility>

#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

namespace {

constexpr std::size_t kTasksPerTurn = 256;

}  // namespace

Shard::Impl::Impl(Engine::Shared& shared, std::size_t index, Executor& executor)
    : shared_(shared),
      index_(index),
      executor_(executor),
      sessions_(index),
      directory_(shared.options, shared.clock, shared.committer, shared.reader, shared.metrics, executor, *this,
                 shared.ownership, shared.shards.size(), shared.census, [this](Task task) { submit(std::move(task)); },
                 [this](const ConnectionRef& member) {
                   Impl& target = *shared_.shards[member.shard]->impl_;
                   target.submit([&target, id = member.id] { target.on_owner_lost(id); });
                 }),
      token_expiry_(
          executor, shared.wall_clock, [this](ConnectionId id) { return token_expiry_of(id); },
          [this](ConnectionId id) { on_token_due(id); }),
      random_(random_from(shared.options.seed)),
      erasures_(erasure_environment()),
      retention_(retention_environment(), shared.options.retention),
      remote_members_(shared.peers ? std::make_unique<RemoteMembers>(*shared.peers) : nullptr) {}

void Shard::Impl::submit(Task task) {
  if (mailbox_.push(std::move(task))) executor_.wake();
}

/// A bounded number of tasks a turn, so that sockets and timers get theirs however much is submitted.
void Shard::Impl::drain() {
  if (drained_ == draining_.size()) {
    draining_.clear();
    drained_ = 0;
    mailbox_.take(draining_);
  }
  const std::size_t first = drained_;
  const std::size_t end = std::min(draining_.size(), drained_ + kTasksPerTurn);
  while (drained_ < end) {
    const Task task = std::move(draining_[drained_++]);
    task();
  }
  mailbox_.done(end - first);
  directory_.flush();
  if (remote_members_ != nullptr) remote_members_->tell_settled();
  // Also after the last turn of a long batch: the wake of what was submitted meanwhile may have been spent on its
  // turns.
  if (draining_.size() > kTasksPerTurn) executor_.wake();
}

void Shard::Impl::post(std::size_t shard, Task task) {
  if (shard == index_) return task();
  shared_.shards[shard]->submit(std::move(task));
}

/// By way of the shard that is furthest behind, if one is: what a command made everyone be told has to be on its way
/// there before its sender is done with it. Else who commands faster than a shard delivers would fill that shard's
/// mailbox.
void Shard::Impl::settle_at(std::size_t shard, Task task) {
  const auto behind =
      std::max_element(shared_.shards.begin(), shared_.shards.end(), [](const auto& one, const auto& other) {
        return one->impl_->mailbox_.backlog() < other->impl_->mailbox_.backlog();
      });
  Impl& furthest = *(*behind)->impl_;
  if (furthest.mailbox_.backlog() <= kTasksPerTurn) return post(shard, std::move(task));
  furthest.submit([&furthest, shard, task = std::move(task)] { furthest.post(shard, task); });
}

void Shard::Impl::at_owner(const PartyId& party, OwnerVisit visit) {
  Impl& owner = *shared_.owner(party).impl_;
  owner.submit([&owner, party, visit = std::move(visit)] {
    owner.directory_.visit(
        party, [&owner, visit](Result<PartyActor*, protocol::Refusal> actor) { visit(owner, std::move(actor)); });
  });
}

storage::Completion Shard::Impl::completion(std::function<void(storage::StoreResult<void>)> done) {
  return [this, done = std::move(done)](storage::StoreResult<void> result) {
    submit([done, result = std::move(result)] { done(result); });
  };
}

void Shard::Impl::to_members(std::size_t shard, const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told,
                             std::optional<SteadyTime> received) {
  if (!shared_.ownership.holds()) return;  // whoever holds it tells
  if (shard == index_ && remote_members_ != nullptr) remote_members_->deliver(party, blob, told);
  Impl& target = *shared_.shards[shard]->impl_;
  post(shard, [&target, party, blob, told, received] {
    target.hub_.deliver(party, blob, told);
    if (!received) return;
    target.executor_.post([&metrics = target.shared_.metrics, received = *received] {
      metrics.sync_event_latency(std::chrono::steady_clock::now() - received);
    });
  });
}

void Shard::Impl::to_connection(const ConnectionRef& to, const BlobPtr& blob) {
  if (!shared_.ownership.holds()) return;
  Impl& target = *shared_.shards[to.shard]->impl_;
  post(to.shard, [&target, id = to.id, blob] {
    if (Connection* connection = target.sessions_.find(id)) connection->session->deliver(blob);
  });
}

void Shard::Impl::close(const ConnectionRef& connection, protocol::CloseCode code) {
  Impl& target = *shared_.shards[connection.shard]->impl_;
  post(connection.shard, [&target, id = connection.id, code] {
    if (Connection* found = target.sessions_.find(id)) found->session->close(code);
  });
}

Shard::Shard(Engine& engine, std::size_t index, Executor& executor)
    : impl_(std::make_unique<Impl>(*engine.shared_, index, executor)) {}
Shard::~Shard() = default;

void Shard::submit(Task task) {
  impl_->submit(std::move(task));
}
void Shard::drain() {
  impl_->drain();
}

void Shard::attach(Session& session, const PartyId& party, Credentials credentials, Reply<void> reply) {
  impl_->attach(session, party, std::move(credentials), std::move(reply));
}
void Shard::detach(Session& session, bool clean) {
  impl_->detach(session, clean);
}
void Shard::refuse(Session& session, const PartyId& party, const protocol::Refusal& refusal) {
  impl_->refuse(session, party, refusal);
}
void Shard::on_text(Session& session, std::string_view text) {
  impl_->on_text(session, text);
}
void Shard::on_binary(Session& session) {
  impl_->on_binary(session);
}

void Shard::create_party(CreatePartyRequest request, Reply<PartyView> reply) {
  impl_->create_party(std::move(request), std::move(reply));
}
void Shard::details(PartyId party, UserId user, Reply<PartyView> reply) {
  impl_->details(std::move(party), std::move(user), std::move(reply));
}
void Shard::participants(PartyId party, UserId user, RosterQuery query, Reply<RosterPage> reply) {
  impl_->participants(std::move(party), std::move(user), std::move(query), std::move(reply));
}
void Shard::command(PartyId party, UserId user, party::Command command, Reply<void> reply) {
  impl_->command(std::move(party), std::move(user), std::move(command), std::move(reply));
}
void Shard::create_clip(CreateClipRequest request, Reply<storage::Clip> reply) {
  impl_->create_clip(std::move(request), std::move(reply));
}
void Shard::load_clip(ClipId clip, Reply<storage::Clip> reply) {
  impl_->load_clip(std::move(clip), std::move(reply));
}
void Shard::feed(PartyId party, UserId user, Reply<std::string> reply) {
  impl_->feed(std::move(party), std::move(user), std::move(reply));
}
void Shard::queue(PartyId party, UserId user, QueueQuery query, Reply<protocol::QueuePage> reply) {
  impl_->queue(std::move(party), std::move(user), std::move(query), std::move(reply));
}
void Shard::add_to_queue(PartyId party, UserId user, protocol::AddToQueue request,
                         Reply<std::vector<QueueItemId>> reply) {
  impl_->add_to_queue(std::move(party), std::move(user), std::move(request), std::move(reply));
}
void Shard::create_playlist(UserId user, PlaylistChange content, Reply<PlaylistView> reply) {
  impl_->create_playlist(std::move(user), std::move(content), std::move(reply));
}
void Shard::list_playlists(UserId user, Reply<std::vector<storage::PlaylistSummary>> reply) {
  impl_->list_playlists(std::move(user), std::move(reply));
}
void Shard::load_playlist(PlaylistId playlist, UserId user, Reply<PlaylistView> reply) {
  impl_->load_playlist(std::move(playlist), std::move(user), std::move(reply));
}
void Shard::change_playlist(PlaylistId playlist, UserId user, PlaylistChange change, Reply<PlaylistView> reply) {
  impl_->change_playlist(std::move(playlist), std::move(user), std::move(change), std::move(reply));
}
void Shard::delete_playlist(PlaylistId playlist, UserId user, Reply<void> reply) {
  impl_->delete_playlist(std::move(playlist), std::move(user), std::move(reply));
}

std::size_t Shard::session_count() const {
  return impl_->session_count();
}

}  // namespace matinee::engine
