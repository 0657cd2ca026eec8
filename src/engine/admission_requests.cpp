// Shard: getting in. Joining goes from the code to the party, from there to the password where one is asked for, and then
// to the party's owner, who decides.
#include <algorithm>
#include <cctype>
#include <utility>

#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

/// People named as having come by invitations, in one answer.
constexpr std::size_t kUsesShown = 1'000;

std::string in_capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::admitted:
      return "admitted";
    case Standing::waiting:
      return "waiting";
    case Standing::declined:
      return "declined";
  }
  return "waiting";
}

void Shard::Impl::take_token(storage::RateToken token, metrics::RateLimitKind kind, Reply<void> reply) {
  shared_.committer.submit(storage::TakeToken{std::move(token)},
                           completion([this, kind, reply = std::move(reply)](const storage::StoreResult<void>& result) {
                             if (result) return reply(success());
                             if (result.error().kind == storage::StoreErrorKind::rate_limited) {
                               shared_.metrics.rate_limited(kind);
                             }
                             reply(refusal_for(result.error()));
                           }));
}

void Shard::Impl::join(JoinAttempt attempt, Reply<JoinResult> reply) {
  if (attempt.counted) return find_party(attempt, reply);
  const storage::RateToken token{attempt.user, "join", shared_.options.joins, shared_.clock.now()};
  take_token(token, metrics::RateLimitKind::join,
             [this, attempt = std::move(attempt), reply = std::move(reply)](Result<void, Refusal> room) {
               if (!room) return reply(room.error());
               find_party(attempt, reply);
             });
}

void Shard::Impl::find_party(const JoinAttempt& attempt, const Reply<JoinResult>& reply) {
  const std::string code = in_capitals(attempt.code_or_id);
  const bool by_invitation = is_invitation_code(code);
  if (!by_invitation && !is_invite_code(code)) {
    return enter(PartyId{attempt.code_or_id}, {attempt.profile, false}, attempt, reply);
  }
  const Refusal unknown = by_invitation
                              ? refusal_for({party::Rejection::invitation_invalid, Millis{0}}, shared_.options.party)
                              : Refusal{ErrorCode::not_found, "no party has this invite code", {}};
  shared_.reader.read<std::optional<PartyId>>(
      [code, by_invitation](storage::Store& store) {
        return by_invitation ? store.find_party_by_invitation(code) : store.find_party_by_code(code);
      },
      [=, this](storage::StoreResult<std::optional<PartyId>> found) {
        submit([=, this, found = std::move(found)] {
          if (!found) return reply(refusal_for(found.error()));
          if (!found.value()) return reply(unknown);
          enter(*found.value(), {attempt.profile, true, by_invitation ? code : std::string{}}, attempt, reply);
        });
      });
}

/// Whoever shows a password has it compared only where it matters: comparing is made to be slow.
void Shard::Impl::enter(const PartyId& party, const party::Join& join, const JoinAttempt& attempt,
                        const Reply<JoinResult>& reply) {
  if (!attempt.password || !join.invitation.empty()) return ask_for_seat(party, attempt.user, join, reply);
  Reply<std::string> asked = [=, this](Result<std::string, Refusal> hash) {
    if (!hash) return reply(hash.error());
    if (hash.value().empty()) return ask_for_seat(party, attempt.user, join, reply);
    compare_password(party, hash.value(), join, attempt, reply);
  };
  at_owner(party, [this, user = attempt.user, asked = std::move(asked)](Impl& owner,
                                                                        Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, asked);
    if (!actor) return answer(actor.error());
    answer(actor.value()->password_asked_of(user));
  });
}

void Shard::Impl::compare_password(const PartyId& party, const std::string& hash, const party::Join& join,
                                   const JoinAttempt& attempt, const Reply<JoinResult>& reply) {
  const storage::RateToken token{attempt.user, "password", shared_.options.password_attempts, shared_.clock.now()};
  take_token(token, metrics::RateLimitKind::password, [=, this](Result<void, Refusal> room) {
    if (!room) return reply(room.error());
    attempt.password(hash, [=, this](Result<bool, Refusal> fits) {
      submit([=, this] {
        if (!fits) return reply(fits.error());
        party::Join shown = join;
        shown.password_fits = fits.value() ? hash : std::string{};
        ask_for_seat(party, attempt.user, shown, reply);
      });
    });
  });
}

void Shard::Impl::ask_for_seat(const PartyId& party, const UserId& user, const party::Join& join,
                               const Reply<JoinResult>& reply) {
  command(party, user, join, [=, this](Result<void, Refusal> joined) {
    if (!joined) return reply(joined.error());
    standing(party, user, [party, reply](Result<Standing, Refusal> standing) {
      if (!standing) return reply(standing.error());
      reply(JoinResult{party, standing.value()});
    });
  });
}

void Shard::Impl::standing(const PartyId& party, const UserId& user, Reply<Standing> reply) {
  at_owner(party, [this, user, reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, reply);
    if (!actor) return answer(actor.error());
    actor.value()->standing(user, answer);
  });
}

void Shard::Impl::waiting_room(const PartyId& party, const UserId& user, Reply<std::vector<WaitingUser>> reply) {
  at_owner(party, [this, user, reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, reply);
    if (!actor) return answer(actor.error());
    actor.value()->waiting_room(user, answer);
  });
}

void Shard::Impl::invitations(const PartyId& party, const UserId& user, Reply<std::vector<InvitationView>> reply) {
  using Views = std::vector<InvitationView>;
  using Uses = std::vector<storage::InvitationUse>;
  Reply<Views> with_uses = [this, party, reply = std::move(reply)](Result<Views, Refusal> views) {
    if (!views || views.value().empty()) return reply(views);
    read<Uses>([party](storage::Store& store) { return store.load_invitation_uses(party, kUsesShown); },
               [reply, views = views.value()](Result<Uses, Refusal> uses) mutable {
                 if (!uses) return reply(uses.error());
                 for (storage::InvitationUse& use : uses.value()) {
                   const auto of = std::find_if(views.begin(), views.end(), [&](const InvitationView& view) {
                     return view.invitation.id == use.invitation;
                   });
                   if (of != views.end()) of->used_by.push_back(std::move(use));
                 }
                 reply(std::move(views));
               });
  };
  at_owner(party, [this, user, with_uses = std::move(with_uses)](Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, with_uses);
    if (!actor) return answer(actor.error());
    actor.value()->invitations(user, answer);
  });
}

void Shard::Impl::create_invitation(const PartyId& party, const UserId& user, NewInvitation wanted,
                                    Reply<InvitationView> reply) {
  const storage::RateToken token{user, "invitation", shared_.options.invitations, shared_.clock.now()};
  const InvitationId id{ids_.uuid()};
  party::CreateInvitation create{id, ids_.invitation_code(), std::move(wanted.note), wanted.expires_in,
                                 wanted.max_uses};
  const Reply<void> created = [this, party, user, id, reply](Result<void, Refusal> result) {
    if (!result) return reply(result.error());
    invitations(party, user, [id, reply](Result<std::vector<InvitationView>, Refusal> views) {
      if (!views) return reply(views.error());
      for (const InvitationView& view : views.value()) {
        if (view.invitation.id == id) return reply(view);
      }
      reply(Refusal{ErrorCode::not_found, "the invitation was revoked at once", {}});
    });
  };
  if (wanted.counted) return command(party, user, create, created);
  take_token(token, metrics::RateLimitKind::invitation,
             [this, party, user, create = std::move(create), created, reply](Result<void, Refusal> room) {
               if (!room) return reply(room.error());
               command(party, user, create, created);
             });
}

void Shard::join(JoinAttempt attempt, Reply<JoinResult> reply) {
  impl_->join(std::move(attempt), std::move(reply));
}
void Shard::standing(PartyId party, UserId user, Reply<Standing> reply) {
  impl_->standing(party, user, std::move(reply));
}
void Shard::waiting_room(PartyId party, UserId user, Reply<std::vector<WaitingUser>> reply) {
  impl_->waiting_room(party, user, std::move(reply));
}
void Shard::invitations(PartyId party, UserId user, Reply<std::vector<InvitationView>> reply) {
  impl_->invitations(party, user, std::move(reply));
}
void Shard::create_invitation(PartyId party, UserId user, NewInvitation wanted, Reply<InvitationView> reply) {
  impl_->create_invitation(party, user, std::move(wanted), std::move(reply));
}

}  // namespace matinee::engine
