#include "storage/chat_rows.hpp"

#include <map>
#include <tuple>

#include "storage/counter.hpp"
#include "storage/json_rows.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

json::object message_row(const PartyId& party, const MessageId& id) {
  return {{"party_id", party.str()}, {"id", id.str()}};
}

json::object mute_row(const PartyId& party, const UserId& user, const std::optional<ServerTime>& until) {
  json::object row = user_row(party, user);
  if (until) row["until_ms"] = to_unix_ms(*until);
  return row;
}

json::object report_row(const PartyId& party, const AppendReport& report) {
  return {{"party_id", party.str()},
          {"message_id", report.message.str()},
          {"reporter_user_id", report.reporter.str()},
          {"reason", report.reason},
          {"text", report.text},
          {"at_ms", to_unix_ms(report.at)}};
}

}  // namespace

void ChatTables::add(const PartyId& party, const ChatFold& fold) {
  for (const auto& [id, said] : fold.messages_) {
    json::object row = message_row(party, id);
    row["user_id"] = said.message->user.str();
    row["message"] = said.message->message;
    row["position_ms"] = said.message->position.count();
    row["created_at_ms"] = to_unix_ms(said.message->at);
    row["number"] = to_stored(said.number);
    if (said.message->clip) row["clip_id"] = said.message->clip->str();
    if (said.message->reply_to) row["reply_to_id"] = said.message->reply_to->str();
    row["mentions"] = text_of_mentions(said.message->mentions);
    if (said.author != nullptr) {
      row["display_name"] = said.author->profile.display_name;
      row["avatar_url"] = text_or_null(said.author->profile.avatar_url);
    }
    messages_.push_back(std::move(row));
  }
  for (const auto& [id, edit] : fold.edits_) {
    json::object row = message_row(party, id);
    row["message"] = edit->message;
    row["mentions"] = text_of_mentions(edit->mentions);
    row["at_ms"] = to_unix_ms(edit->at);
    edits_.push_back(std::move(row));
  }
  for (const auto& [id, deletion] : fold.deletions_) {
    json::object row = message_row(party, id);
    row["by_user_id"] = deletion->by.str();
    row["at_ms"] = to_unix_ms(deletion->at);
    deletions_.push_back(std::move(row));
  }
  for (const AppendReport* report : fold.reports_) reports_.push_back(report_row(party, *report));
  for (const auto& [user, mute] : fold.mutes_) {
    mute != nullptr ? mutes_.push_back(mute_row(party, user, mute->until))
                    : lifted_mutes_.push_back(user_row(party, user));
  }
}

void ChatTables::add(const PartyId& party, const party::ChatStatePtr& state) {
  if (state == nullptr) return;
  for (const auto& [user, until] : state->mutes) mutes_.push_back(mute_row(party, user, until));
}

ChatRows ChatTables::text() const {
  return ChatRows{.messages = text_of(messages_),
                  .edits = text_of(edits_),
                  .deletions = text_of(deletions_),
                  .reports = text_of(reports_),
                  .mutes = text_of(mutes_),
                  .lifted_mutes = text_of(lifted_mutes_)};
}

std::string rows_of(std::span<const AddReactions* const> additions) {
  using Key = std::tuple<PartyId, ClipId, std::size_t, std::string>;
  std::map<Key, std::size_t> sums;
  for (const AddReactions* addition : additions) {
    for (const ReactionTally& tally : addition->tallies) {
      sums[Key{addition->party, tally.clip, tally.bucket, tally.emoji}] += tally.count;
    }
  }
  json::array rows;
  for (const auto& [key, total] : sums) {
    const auto& [party, clip, bucket, emoji] = key;
    rows.push_back(json::object{
        {"party_id", party.str()}, {"clip_id", clip.str()}, {"bucket", bucket}, {"emoji", emoji}, {"total", total}});
  }
  return text_of(rows);
}

std::string text_of_mentions(const std::vector<UserId>& mentions) {
  json::array users;
  for (const UserId& user : mentions) users.emplace_back(user.str());
  return json::serialize(users);
}

std::vector<UserId> mentions_from(const std::string& text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  std::vector<UserId> mentions;
  if (error || !value.is_array()) return mentions;
  for (const json::value& user : value.get_array()) {
    if (user.is_string()) mentions.emplace_back(std::string{user.get_string()});
  }
  return mentions;
}

}  // namespace matinee::storage
