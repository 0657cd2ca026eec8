// What is said in a party: messages by page, writing, editing, deleting and reporting them, mutes, and reactions along
// the film.
#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/message_bodies.hpp"
#include "http_api/message_query.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

using storage::MessagePage;
using storage::MessageReport;
using storage::ReactionTally;

PartyId party_in(const ExchangePtr& exchange) {
  return PartyId{exchange->parameters["id"]};
}
MessageId message_in(const ExchangePtr& exchange) {
  return MessageId{exchange->parameters["message_id"]};
}
UserId target_in(const ExchangePtr& exchange) {
  return UserId{exchange->parameters["user_id"]};
}

/// Answers with one message, under `status`.
engine::Reply<party::ChatMessage> answer_message(const ExchangePtr& exchange, unsigned status) {
  return answer<party::ChatMessage>(
      exchange, [status](const party::ChatMessage& message) { return json_response(status, encode_message(message)); });
}

void list_messages(const ExchangePtr& exchange) {
  const auto query = read_message_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  exchange->shard.messages(party_in(exchange), exchange->user(), query.value(),
                           answer<MessagePage>(exchange, [query = query.value()](const MessagePage& page) {
                             return json_response(200, encode_messages(page, query));
                           }));
}

void show_message(const ExchangePtr& exchange) {
  exchange->shard.message(party_in(exchange), exchange->user(), message_in(exchange), answer_message(exchange, 200));
}

void post_message(const ExchangePtr& exchange) {
  auto chat = read_new_message(exchange->request);
  if (!chat) return exchange->refuse(chat.error());
  exchange->shard.post_message(party_in(exchange), exchange->user(), std::move(chat).value(),
                               answer_message(exchange, 201));
}

void edit_message(const ExchangePtr& exchange) {
  auto edited = read_message_edit(exchange->request, message_in(exchange));
  if (!edited) return exchange->refuse(edited.error());
  exchange->shard.edit_message(party_in(exchange), exchange->user(), std::move(edited).value(),
                               answer_message(exchange, 200));
}

/// Gives `command` to the party on behalf of the asker.
void give_command(const ExchangePtr& exchange, party::Command command) {
  exchange->shard.command(party_in(exchange), exchange->user(), std::move(command), answer<void>(exchange, no_content));
}

void delete_message(const ExchangePtr& exchange) {
  give_command(exchange, party::DeleteMessage{message_in(exchange)});
}

void report_message(const ExchangePtr& exchange) {
  auto reported = read_message_report(exchange->request, message_in(exchange));
  if (!reported) return exchange->refuse(reported.error());
  give_command(exchange, std::move(reported).value());
}

void list_reports(const ExchangePtr& exchange) {
  exchange->shard.message_reports(party_in(exchange), exchange->user(),
                                  answer<std::vector<MessageReport>>(exchange, [](const auto& reports) {
                                    return json_response(200, encode_reports(reports));
                                  }));
}

void mute_user(const ExchangePtr& exchange) {
  auto muted = read_mute(exchange->request, target_in(exchange));
  if (!muted) return exchange->refuse(muted.error());
  give_command(exchange, std::move(muted).value());
}

void unmute_user(const ExchangePtr& exchange) {
  give_command(exchange, party::SetMute{target_in(exchange), false});
}

void list_reactions(const ExchangePtr& exchange) {
  const auto query = read_reaction_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  exchange->shard.reactions(party_in(exchange), exchange->user(), query.value(),
                            answer<std::vector<ReactionTally>>(exchange, [query = query.value()](const auto& tallies) {
                              return json_response(200, encode_reaction_line(tallies, query));
                            }));
}

/// A handler whose parameter `name`, beside the party's id, names something that can exist.
Handler checked(std::string name, const char* missing, void (*handle)(const ExchangePtr&)) {
  return [name = std::move(name), missing, handle](const ExchangePtr& exchange) {
    if (!is_valid_id(exchange->parameters["id"])) return exchange->refuse(not_found("There is no such party"));
    if (!name.empty() && !is_valid_id(exchange->parameters[name])) return exchange->refuse(not_found(missing));
    handle(exchange);
  };
}
Handler in_party(void (*handle)(const ExchangePtr&)) {
  return checked("", "", handle);
}
Handler of_message(void (*handle)(const ExchangePtr&)) {
  return checked("message_id", "There is no such message", handle);
}
Handler of_user(void (*handle)(const ExchangePtr&)) {
  return checked("user_id", "There is no such participant", handle);
}

}  // namespace

void add_message_routes(Router& router, const Services&) {
  using metrics::Route;
  const std::string party = "/api/v1/watch-parties/:id";
  const std::string message = party + "/messages/:message_id";
  router.add("GET", party + "/messages", Route::messages, Access::user, in_party(list_messages));
  router.add("POST", party + "/messages", Route::messages, Access::user, in_party(post_message));
  router.add("GET", message, Route::message, Access::user, of_message(show_message));
  router.add("PATCH", message, Route::message, Access::user, of_message(edit_message));
  router.add("DELETE", message, Route::message, Access::user, of_message(delete_message));
  router.add("POST", message + "/report", Route::message_report, Access::user, of_message(report_message));
  router.add("GET", party + "/message-reports", Route::message_reports, Access::user, in_party(list_reports));
  router.add("PUT", party + "/mutes/:user_id", Route::mutes, Access::user, of_user(mute_user));
  router.add("DELETE", party + "/mutes/:user_id", Route::mutes, Access::user, of_user(unmute_user));
  router.add("GET", party + "/reactions", Route::reactions, Access::user, in_party(list_reactions));
}

}  // namespace matinee::http_api
