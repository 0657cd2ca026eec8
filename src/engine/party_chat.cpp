// PartyActor: commands about messages that were said before, reports, and reactions on their way to storage.
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"

namespace matinee::engine {
namespace {

/// Commands about messages that wait for one another, in one party.
constexpr std::size_t kMostErrands = 256;
/// How long reactions are summed up before they are stored; what a crash may cost.
constexpr Millis kReactionStorage{5'000};

}  // namespace

void PartyActor::run_message_errand(party::Command command, const UserId& user, SteadyTime received, Answer answer) {
  // What is refused whatever the message is costs no look at storage.
  const auto early = party::reduce(party_, command, user, environment_.clock.now(), environment_.options.party);
  if (!early && early.error().reason != party::Rejection::unknown_message) {
    return reject(early.error(), std::move(answer));
  }
  if (errands_ == nullptr) errands_ = std::make_unique<std::deque<MessageErrand>>();
  if (errands_->size() >= kMostErrands) {
    return answer({protocol::Refusal{protocol::ErrorCode::overloaded,
                                     "too many messages of this party are being changed; try again", Millis{1'000}}});
  }
  errands_->push_back({std::move(command), user, received, std::move(answer)});
  if (errands_->size() == 1) begin_message_errand();
}

void PartyActor::begin_message_errand() {
  environment_.reader.read<std::optional<party::ChatMessage>>(
      [party = party_.id, message = *party::message_of(errands_->front().command)](storage::Store& store) {
        return store.load_message(party, message);
      },
      [revisit = environment_.revisit, id = name()](storage::StoreResult<std::optional<party::ChatMessage>> loaded) {
        revisit(id, [loaded = std::move(loaded)](PartyActor& actor) { actor.on_message_loaded(loaded); });
      });
}

void PartyActor::on_message_loaded(const storage::StoreResult<std::optional<party::ChatMessage>>& loaded) {
  MessageErrand errand = std::move(errands_->front());
  Answer done = [this, answer = std::move(errand.answer)](const Settled& settled) {
    answer(settled);
    end_message_errand();
  };
  if (!loaded) return done({refusal_for(loaded.error())});
  auto original = loaded.value() ? std::make_shared<const party::ChatMessage>(*loaded.value()) : nullptr;
  decide(party::with_original(std::move(errand.command), std::move(original)), errand.user, errand.received,
         std::move(done));
}

void PartyActor::end_message_errand() {
  errands_->pop_front();
  if (!errands_->empty()) return begin_message_errand();
  errands_.reset();
  environment_.look_at_idle(party_.id);
}

void PartyActor::tell_moderators(std::string event) {
  flush();
  BlobPtr blob;
  for (const auto& [id, member] : connections_) {
    const party::Participant* seat = party::find(party_.roster, member.user);
    if (member.unseated || seat == nullptr || seat->role == party::Role::viewer) continue;
    if (blob == nullptr) blob = single(std::move(event), Delivery::kept);
    environment_.fanout.to_connection({member.shard, id}, blob);
  }
}

void PartyActor::note_reactions(const party::Reacted& reacted) {
  const bool first = reactions_ == nullptr;
  if (first) reactions_ = std::make_unique<ReactionLedger>();
  reactions_->note(reacted, party_.playback);
  if (reactions_->empty()) return reactions_.reset();
  if (!first) return;
  environment_.executor.call_after(kReactionStorage, [revisit = environment_.revisit, id = name()] {
    revisit(id, [](PartyActor& actor) { actor.store_reactions(); });
  });
}

/// Nobody was told that they are stored, so nobody waits, and what a failing storage does not take is let go.
void PartyActor::store_reactions() {
  if (reactions_ == nullptr) return;
  environment_.committer.submit(storage::AddReactions{party_.id, reactions_->take()}, [](const auto&) {});
  reactions_.reset();
  environment_.look_at_idle(party_.id);
}

void PartyActor::admit_reader(const UserId& user, bool moderation, Reply<void> reply) {
  if (const auto refusal = refusal_to_show(user)) return reply(*refusal);
  if (moderation && party::find(party_.roster, user)->role == party::Role::viewer) {
    return reply(refusal_for({party::Rejection::moderation_denied, Millis{0}}, environment_.options.party));
  }
  gate_.add(
      [reply = std::move(reply)](bool committed) { committed ? reply(success()) : reply(storage_unavailable()); });
}

}  // namespace matinee::engine
