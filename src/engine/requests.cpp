// Shard: what HTTP asks for. Nothing here waits: storage and owners answer through completions and replies.
#include <utility>

#include "engine/metric_labels.hpp"
#include "engine/queue_items.hpp"
#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

/// How many fresh invite codes are tried before giving up: with 32^6 codes, a second try is already rare.
constexpr unsigned kCodeAttempts = 8;
constexpr std::size_t kExpiredPerSweep = 256;
constexpr Millis kLongestSweepInterval{60'000};

party::Participant host_seat(const CreatePartyRequest& request, ServerTime now) {
  party::Participant seat;
  seat.user = request.host;
  seat.profile = request.profile;
  seat.role = party::Role::host;
  seat.joined_at = now;
  return seat;
}

PartyView view_of_new(const party::Party& party) {
  return {party.id,
          party.host,
          party.title,
          party.playlist,
          party.visibility,
          party.invite_code,
          party.max_participants,
          party.roster.size(),
          party.status,
          party.created_at,
          protocol::Stamp{party.playback, party.epoch, party.revision},
          party.created_at,
          party::Role::host,
          party.settings,
          false};
}

}  // namespace

void Shard::Impl::create_party(CreatePartyRequest request, Reply<PartyView> reply) {
  const ServerTime now = shared_.clock.now();
  party::Party party;
  party.id = PartyId{ids_.uuid()};
  party.title = std::move(request.title);
  party.host = request.host;
  party.playlist = std::move(request.playlist);
  party.visibility = request.visibility;
  party.max_participants = request.max_participants;
  party.settings = request.settings;
  if (!request.password_hash.empty()) {
    party.settings.has_password = true;
    party.admission.emplace().password_hash = std::move(request.password_hash);
  }
  party.created_at = now;
  party.playback.at = now;
  party.roster.emplace(request.host, host_seat(request, now));
  if (!party.playlist) return create_with_code(std::move(party), kCodeAttempts, std::move(reply));
  const PlaylistId playlist = *party.playlist;
  shared_.reader.read<QueueSources>(
      [playlist](storage::Store& store) { return read_queue_sources(store, playlist, ClipId{}); },
      [this, party = std::move(party), reply = std::move(reply)](storage::StoreResult<QueueSources> sources) {
        submit([this, party, reply, sources = std::move(sources)]() mutable {
          if (!sources) return reply(refusal_for(sources.error()));
          // A playlist that is not known here may be a platform's own: its id is kept, and that is all.
          const party::Person host = party::person_of(party.roster.begin()->second);
          fill_from(party, sources.value(), host, [this] { return ids_.uuid(); });
          create_with_code(std::move(party), kCodeAttempts, std::move(reply));
        });
      });
}

void Shard::Impl::create_with_code(party::Party party, unsigned attempts, Reply<PartyView> reply) {
  party.invite_code = ids_.invite_code();
  const storage::RateToken token{party.host, "create", shared_.options.creates, shared_.clock.now()};
  shared_.committer.submit(
      storage::CreateParty{token, party},
      completion([this, party, attempts, reply = std::move(reply)](const storage::StoreResult<void>& result) {
        if (result) {
          shared_.census.change_active(+1);
          return reply(view_of_new(party));
        }
        if (result.error().kind == storage::StoreErrorKind::code_taken && attempts > 1) {
          return create_with_code(party, attempts - 1, reply);
        }
        if (result.error().kind == storage::StoreErrorKind::rate_limited) {
          shared_.metrics.rate_limited(metrics::RateLimitKind::create);
        }
        reply(refusal_for(result.error()));
      }));
}

void Shard::Impl::details(PartyId party, UserId user, Reply<PartyView> reply) {
  at_owner(party,
           [this, user = std::move(user), reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
             const Reply<PartyView> answer = reply_from(owner, reply);
             if (!actor) return answer(actor.error());
             actor.value()->view(user, answer);
           });
}

void Shard::Impl::participants(PartyId party, UserId user, RosterQuery query, Reply<RosterPage> reply) {
  at_owner(party, [this, user = std::move(user), query = std::move(query), reply = std::move(reply)](
                      Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, reply);
    if (!actor) return answer(actor.error());
    actor.value()->participants(user, query, answer);
  });
}

void Shard::Impl::feed(PartyId party, UserId user, Reply<std::string> reply) {
  at_owner(party,
           [this, user = std::move(user), reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
             const auto answer = reply_from(owner, reply);
             if (!actor) return answer(actor.error());
             actor.value()->feed(user, answer);
           });
}

void Shard::Impl::command(PartyId party, UserId user, party::Command command, Reply<void> reply) {
  const auto received = std::chrono::steady_clock::now();
  at_owner(party, [this, user = std::move(user), command = std::move(command), received, reply = std::move(reply)](
                      Impl& owner, Result<PartyActor*, Refusal> actor) {
    const Reply<void> answer = reply_from(owner, reply);
    const auto kind = command_kind(command);
    if (!actor) {
      owner.count_outcome(kind, {actor.error()});
      return answer(actor.error());
    }
    actor.value()->command(command, user, received, [&owner, kind, answer](const Settled& settled) {
      owner.count_outcome(kind, settled);
      settled.refusal ? answer(*settled.refusal) : answer(success());
    });
  });
}

void Shard::Impl::create_clip(CreateClipRequest request, Reply<storage::Clip> reply) {
  const ServerTime now = shared_.clock.now();
  const storage::Clip clip{ClipId{ids_.uuid()},
                           std::move(request.title),
                           std::move(request.url),
                           request.duration,
                           request.user,
                           now,
                           std::move(request.thumbnail_url),
                           std::move(request.captions)};
  const storage::RateToken token{request.user, "clip", shared_.options.clips, now};
  shared_.committer.submit(storage::SaveClip{token, clip},
                           completion([this, clip, reply = std::move(reply)](const storage::StoreResult<void>& saved) {
                             if (saved) return reply(clip);
                             if (saved.error().kind == storage::StoreErrorKind::rate_limited) {
                               shared_.metrics.rate_limited(metrics::RateLimitKind::clip);
                             }
                             reply(refusal_for(saved.error()));
                           }));
}

void Shard::Impl::load_clip(ClipId clip, Reply<storage::Clip> reply) {
  shared_.reader.read<std::optional<storage::Clip>>(
      [clip](storage::Store& store) { return store.load_clip(clip); },
      [this, reply = std::move(reply)](storage::StoreResult<std::optional<storage::Clip>> loaded) {
        submit([reply, loaded = std::move(loaded)] {
          if (!loaded) return reply(refusal_for(loaded.error()));
          if (!loaded.value()) return reply(Refusal{ErrorCode::not_found, "there is no such clip", {}});
          reply(*loaded.value());
        });
      });
}

/// Ends the parties nobody has been connected to for too long; runs on one shard for all of them.
void Shard::Impl::expire_empty_parties() {
  const ServerTime before = shared_.clock.now() - shared_.options.empty_party_timeout;
  shared_.reader.read<std::vector<PartyId>>(
      [before](storage::Store& store) { return store.parties_empty_since(before, kExpiredPerSweep); },
      [this](storage::StoreResult<std::vector<PartyId>> found) {
        if (!found) return;  // looked at again with the next sweep
        submit([this, parties = std::move(found).value()] {
          for (const PartyId& party : parties) command(party, UserId{}, party::Expire{}, [](const auto&) {});
        });
      });
  schedule_expiry_sweep();
}

void Shard::Impl::schedule_expiry_sweep() {
  const Millis interval = std::min(shared_.options.empty_party_timeout / 4 + Millis{1}, kLongestSweepInterval);
  executor_.call_after(interval, [this] { expire_empty_parties(); });
}

}  // namespace matinee::engine
