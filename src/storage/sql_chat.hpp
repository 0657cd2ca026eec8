// What was said, in SQL: the statements that write it for many parties at once, and the reads. Internal to the SQL
// store (brings SOCI's templates). The reads throw soci::soci_error when the database fails.
#pragma once

#include <soci/soci.h>

#include "storage/chat_rows.hpp"
#include "storage/dialect.hpp"
#include "storage/personal_data.hpp"
#include "storage/rows_statement.hpp"

namespace matinee::storage {

struct ChatStatements {
  ChatStatements(soci::session& session, const Dialect& dialect);

  /// Before the seats: an author's name is taken from the seat as it was. Messages first, then what became of them.
  void write(const ChatRows& rows);

  RowsStatement add_reactions;

 private:
  RowsStatement add_messages_;
  RowsStatement edit_messages_;
  RowsStatement delete_messages_;
  RowsStatement add_reports_;
  RowsStatement put_mutes_;
  RowsStatement remove_mutes_;
};

void select_mutes(soci::session& session, party::Party& party);
std::optional<party::ChatMessage> select_message(soci::session& session, const PartyId& party, const MessageId& id);
/// Nothing where the message it begins at is not there. Call inside a transaction.
std::optional<MessagePage> select_messages(soci::session& session, const PartyId& party, const MessageQuery& query);
/// What the query's user said, from the oldest on, one more than on a page where there are more.
std::vector<PersonalMessage> select_messages_of(soci::session& session, const PersonalQuery& query);
std::vector<MessageReport> select_reports(soci::session& session, const PartyId& party, std::size_t limit);
std::vector<ReactionTally> select_reactions(soci::session& session, const PartyId& party, const ReactionQuery& query);

}  // namespace matinee::storage
