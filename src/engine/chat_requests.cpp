// Shard: what HTTP asks about what is said. Who may read is asked of the party's owner; what was said, of storage.
#include <utility>

#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

constexpr std::size_t kReportsShown = 200;

/// An answer with the value of one that may hold none.
template <class T>
Reply<std::optional<T>> or_not_found(Reply<T> reply, const char* detail) {
  return [reply = std::move(reply), detail](Result<std::optional<T>, Refusal> result) {
    if (!result) return reply(result.error());
    if (!result.value()) return reply(Refusal{ErrorCode::not_found, detail, Millis{0}});
    reply(*std::move(result).value());
  };
}

}  // namespace

template <class T>
void Shard::Impl::read_as_member(const PartyId& party, const UserId& user, bool moderation,
                                 std::function<storage::StoreResult<T>(storage::Store&)> query, Reply<T> reply) {
  Reply<void> admitted = [this, query = std::move(query), reply = std::move(reply)](Result<void, Refusal> result) {
    if (!result) return reply(result.error());
    shared_.reader.read<T>(query, [this, reply](storage::StoreResult<T> loaded) {
      submit([reply, loaded = std::move(loaded)] {
        if (!loaded) return reply(refusal_for(loaded.error()));
        reply(loaded.value());
      });
    });
  };
  at_owner(party,
           [this, user, moderation, admitted = std::move(admitted)](Impl& owner, Result<PartyActor*, Refusal> actor) {
             const Reply<void> answer = reply_from(owner, admitted);
             if (!actor) return answer(actor.error());
             actor.value()->admit_reader(user, moderation, answer);
           });
}

void Shard::Impl::messages(const PartyId& party, const UserId& user, const storage::MessageQuery& query,
                           Reply<storage::MessagePage> reply) {
  read_as_member<std::optional<storage::MessagePage>>(
      party, user, false, [party, query](storage::Store& store) { return store.load_messages(party, query); },
      or_not_found<storage::MessagePage>(std::move(reply), "the page begins at a message that is not of this party"));
}

void Shard::Impl::message(const PartyId& party, const UserId& user, const MessageId& message,
                          Reply<party::ChatMessage> reply) {
  read_as_member<std::optional<party::ChatMessage>>(
      party, user, false, [party, message](storage::Store& store) { return store.load_message(party, message); },
      or_not_found<party::ChatMessage>(std::move(reply), "there is no such message"));
}

void Shard::Impl::post_message(const PartyId& party, const UserId& user, party::Chat chat,
                               Reply<party::ChatMessage> reply) {
  chat.id = MessageId{ids_.uuid()};
  const MessageId id = chat.id;
  command(party, user, std::move(chat), [this, party, user, id, reply = std::move(reply)](Result<void, Refusal> said) {
    if (!said) return reply(said.error());
    message(party, user, id, reply);
  });
}

void Shard::Impl::edit_message(const PartyId& party, const UserId& user, party::EditMessage edit,
                               Reply<party::ChatMessage> reply) {
  const MessageId id = edit.id;
  command(party, user, std::move(edit),
          [this, party, user, id, reply = std::move(reply)](Result<void, Refusal> edited) {
            if (!edited) return reply(edited.error());
            message(party, user, id, reply);
          });
}

void Shard::Impl::message_reports(const PartyId& party, const UserId& user,
                                  Reply<std::vector<storage::MessageReport>> reply) {
  read_as_member<std::vector<storage::MessageReport>>(
      party, user, true, [party](storage::Store& store) { return store.load_reports(party, kReportsShown); },
      std::move(reply));
}

void Shard::Impl::reactions(const PartyId& party, const UserId& user, const storage::ReactionQuery& query,
                            Reply<std::vector<storage::ReactionTally>> reply) {
  read_as_member<std::vector<storage::ReactionTally>>(
      party, user, false, [party, query](storage::Store& store) { return store.load_reactions(party, query); },
      std::move(reply));
}

/// First what is not stored, then what is: what is stored in between is known by where it begins.
void Shard::Impl::analytics(const PartyId& party, UserId user, Reply<Analytics> reply) {
  using Current = std::optional<storage::AudienceStretch>;
  const Reply<Current> admitted = [this, party, reply = std::move(reply)](Result<Current, Refusal> current) {
    if (!current) return reply(current.error());
    using Found = std::optional<storage::PartyFigures>;
    const auto done = [this, reply, current = current.value()](Result<Found, Refusal> found) {
      if (!found) return reply(found.error());
      if (!found.value()) return reply(party_not_found());
      reply(analytics_of(*std::move(found).value(), current, shared_.clock.now()));
    };
    read<Found>([party](storage::Store& store) { return store.party_figures(party); }, done);
  };
  at_owner(party, [this, user = std::move(user), admitted](Impl& owner, Result<PartyActor*, Refusal> actor) {
    const Reply<Current> answer = reply_from(owner, admitted);
    if (!actor) return answer(actor.error());
    actor.value()->audience(user, answer);
  });
}

void Shard::analytics(PartyId party, UserId user, Reply<Analytics> reply) {
  impl_->analytics(party, std::move(user), std::move(reply));
}
void Shard::messages(PartyId party, UserId user, storage::MessageQuery query, Reply<storage::MessagePage> reply) {
  impl_->messages(party, user, query, std::move(reply));
}
void Shard::message(PartyId party, UserId user, MessageId message, Reply<party::ChatMessage> reply) {
  impl_->message(party, user, message, std::move(reply));
}
void Shard::post_message(PartyId party, UserId user, party::Chat chat, Reply<party::ChatMessage> reply) {
  impl_->post_message(party, user, std::move(chat), std::move(reply));
}
void Shard::edit_message(PartyId party, UserId user, party::EditMessage edit, Reply<party::ChatMessage> reply) {
  impl_->edit_message(party, user, std::move(edit), std::move(reply));
}
void Shard::message_reports(PartyId party, UserId user, Reply<std::vector<storage::MessageReport>> reply) {
  impl_->message_reports(party, user, std::move(reply));
}
void Shard::reactions(PartyId party, UserId user, storage::ReactionQuery query,
                      Reply<std::vector<storage::ReactionTally>> reply) {
  impl_->reactions(party, user, query, std::move(reply));
}

}  // namespace matinee::engine
