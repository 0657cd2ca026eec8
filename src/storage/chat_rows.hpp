// What a set of party changes writes about what was said, folded into one JSON array of rows per table. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "storage/store.hpp"

namespace matinee::storage {

/// Each member is the text of a JSON array of objects, or empty where there is nothing to write. The members of the
/// objects are the columns named in sql_chat.cpp.
struct ChatRows {
  std::string messages;
  std::string edits;
  std::string deletions;
  std::string reports;
  std::string mutes;
  std::string lifted_mutes;
};

/// The end of what a run of changes writes to one party. Points into the changes.
class ChatFold {
 public:
  /// `author`: the seat as an earlier write of the run put it; null where it is as it is stored. `number` orders the
  /// messages of a party: the version of the change that says it.
  void append(const AppendChat& write, const PutSeat* author, std::uint64_t number) {
    messages_[write.id] = Message{&write, author, number};
  }
  void operator()(const EditChat& write) { edits_[write.id] = &write; }
  void operator()(const DeleteChat& write) { deletions_[write.id] = &write; }
  void operator()(const AppendReport& write) { reports_.push_back(&write); }
  void operator()(const PutMute& write) { mutes_[write.user] = &write; }
  void operator()(const RemoveMute& write) { mutes_[write.user] = nullptr; }

  bool empty() const {
    return messages_.empty() && edits_.empty() && deletions_.empty() && reports_.empty() && mutes_.empty();
  }

 private:
  friend class ChatTables;
  struct Message {
    const AppendChat* message = nullptr;
    const PutSeat* author = nullptr;
    std::uint64_t number = 0;
  };
  std::unordered_map<MessageId, Message> messages_;
  std::unordered_map<MessageId, const EditChat*> edits_;
  std::unordered_map<MessageId, const DeleteChat*> deletions_;
  std::vector<const AppendReport*> reports_;
  std::unordered_map<UserId, const PutMute*> mutes_;  ///< nullptr: lifted
};

/// The rows of every table, before they become text.
class ChatTables {
 public:
  void add(const PartyId& party, const ChatFold& fold);
  /// The mutes a new party begins with.
  void add(const PartyId& party, const party::ChatStatePtr& state);
  ChatRows text() const;

 private:
  boost::json::array messages_, edits_, deletions_, reports_, mutes_, lifted_mutes_;
};

/// Rows of reaction sums; those of one key are added up.
std::string rows_of(std::span<const AddReactions* const> additions);

/// Mentions as the text of a column, and back; what can't be read are none.
std::string text_of_mentions(const std::vector<UserId>& mentions);
std::vector<UserId> mentions_from(const std::string& text);

}  // namespace matinee::storage
