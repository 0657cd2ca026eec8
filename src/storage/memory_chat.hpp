// MemoryChat: what was said in one party of a MemoryDatabase. For tests; a list in the order it was said.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "party/party.hpp"
#include "storage/chat_records.hpp"

namespace matinee::storage {

class MemoryChat {
 public:
  void append(const AppendChat& write, const party::Party& party);
  void apply(const EditChat& write);
  void apply(const DeleteChat& write);
  void apply(const AppendReport& write);
  void add(const std::vector<ReactionTally>& tallies);
  /// What the user said until then is a deleted message of nobody, and what they reported is gone.
  void forget(const UserId& user, ServerTime asked_at, ServerTime now);
  bool knows(const UserId& user, ServerTime asked_at) const;
  /// Lets go of what is older.
  void drop_before(ServerTime before);
  bool has_before(ServerTime before) const;
  void drop_events() {
    reports_.clear();
    reactions_.clear();
  }

  const std::vector<party::ChatMessage>& messages() const { return messages_; }
  std::optional<party::ChatMessage> message(const MessageId& id) const;
  std::optional<MessagePage> page(const MessageQuery& query) const;
  std::vector<MessageReport> reports(std::size_t limit) const;
  const std::vector<AppendReport>& all_reports() const { return reports_; }
  /// Totals by clip, bucket and emoji.
  const auto& all_reactions() const { return reactions_; }
  std::vector<ReactionTally> reactions(const ReactionQuery& query) const;

 private:
  party::ChatMessage* living(const MessageId& id);

  std::vector<party::ChatMessage> messages_;
  std::vector<AppendReport> reports_;
  std::map<std::tuple<ClipId, std::size_t, std::string>, std::size_t> reactions_;
};

}  // namespace matinee::storage
