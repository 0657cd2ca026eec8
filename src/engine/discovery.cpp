// Shard: finding parties, friends, and the invitation. Storage answers; the engine only brings the answers back.
#include <fmt/format.h>

#include <utility>

#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

void Shard::Impl::public_parties(storage::PublicQuery query, Reply<std::vector<storage::PartyListing>> reply) {
  read<std::vector<storage::PartyListing>>(
      [query = std::move(query)](storage::Store& store) { return store.public_parties(query); }, std::move(reply));
}

void Shard::Impl::friends_parties(UserId user, std::size_t limit, Reply<std::vector<storage::PartyListing>> reply) {
  read<std::vector<storage::PartyListing>>(
      [user = std::move(user), limit](storage::Store& store) { return store.friends_parties(user, limit); },
      std::move(reply));
}

void Shard::Impl::history(storage::HistoryQuery query, Reply<std::vector<storage::Attendance>> reply) {
  read<std::vector<storage::Attendance>>(
      [query = std::move(query)](storage::Store& store) { return store.history(query); }, std::move(reply));
}

/// The owner says whether the asker is the host, after whatever it has not committed yet.
void Shard::Impl::kicked_users(PartyId party, UserId user, std::size_t limit,
                               Reply<std::vector<storage::KickedUser>> reply) {
  details(party, std::move(user), [this, party, limit, reply = std::move(reply)](Result<PartyView, Refusal> view) {
    if (!view) return reply(view.error());
    if (view.value().role != party::Role::host) {
      return reply(Refusal{ErrorCode::unauthorized_command, "only the host may do this", {}});
    }
    read<std::vector<storage::KickedUser>>(
        [party, limit](storage::Store& store) { return store.kicked_users(party, limit); }, reply);
  });
}

void Shard::Impl::rotate_invite_code(PartyId party, UserId user, Reply<std::string> reply) {
  const std::string code = ids_.invite_code();
  command(std::move(party), std::move(user), party::RotateInviteCode{code},
          [code, reply = std::move(reply)](Result<void, Refusal> result) {
            if (!result) return reply(result.error());
            reply(code);
          });
}

void Shard::Impl::friends(UserId user, Reply<std::vector<storage::Friend>> reply) {
  read<std::vector<storage::Friend>>([user = std::move(user)](storage::Store& store) { return store.friends_of(user); },
                                     std::move(reply));
}

void Shard::Impl::change_friendship(storage::ChangeFriendship change, Reply<void> reply) {
  change.most = shared_.options.friends_max;
  change.limit = shared_.options.friend_requests;
  change.now = shared_.clock.now();
  const auto done = [this, most = change.most, reply = std::move(reply)](const storage::StoreResult<void>& result) {
    if (result) return reply(success());
    if (result.error().kind == storage::StoreErrorKind::conflict) {
      return reply(Refusal{ErrorCode::conflict,
                           fmt::format("you have {} friends, requests and blocks, the most there may be", most),
                           {}});
    }
    if (result.error().kind == storage::StoreErrorKind::rate_limited) {
      shared_.metrics.rate_limited(metrics::RateLimitKind::friend_request);
    }
    reply(refusal_for(result.error()));
  };
  shared_.committer.submit(std::move(change), completion(done));
}

void Shard::public_parties(storage::PublicQuery query, Reply<std::vector<storage::PartyListing>> reply) {
  impl_->public_parties(std::move(query), std::move(reply));
}
void Shard::friends_parties(UserId user, std::size_t limit, Reply<std::vector<storage::PartyListing>> reply) {
  impl_->friends_parties(std::move(user), limit, std::move(reply));
}
void Shard::history(storage::HistoryQuery query, Reply<std::vector<storage::Attendance>> reply) {
  impl_->history(std::move(query), std::move(reply));
}
void Shard::kicked_users(PartyId party, UserId user, std::size_t limit, Reply<std::vector<storage::KickedUser>> reply) {
  impl_->kicked_users(std::move(party), std::move(user), limit, std::move(reply));
}
void Shard::rotate_invite_code(PartyId party, UserId user, Reply<std::string> reply) {
  impl_->rotate_invite_code(std::move(party), std::move(user), std::move(reply));
}
void Shard::friends(UserId user, Reply<std::vector<storage::Friend>> reply) {
  impl_->friends(std::move(user), std::move(reply));
}
void Shard::change_friendship(UserId user, party::Profile profile, UserId other, storage::FriendAction action,
                              Reply<void> reply) {
  storage::ChangeFriendship change{std::move(user), std::move(profile), std::move(other), action};
  impl_->change_friendship(std::move(change), std::move(reply));
}

}  // namespace matinee::engine
