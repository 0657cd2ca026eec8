// Getting into parties in SQL: writing many parties' at once, reading one. Internal to the SQL store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/admission_rows.hpp"
#include "storage/dialect.hpp"
#include "storage/rows_statement.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

class AdmissionStatements {
 public:
  AdmissionStatements(soci::session& session, const Dialect& dialect);

  void write(const AdmissionRows& rows);

 private:
  RowsStatement put_invitations_;
  RowsStatement remove_invitations_;
  RowsStatement put_uses_;
  RowsStatement put_requests_;
  RowsStatement remove_requests_;
};

/// Gives `party` its invitations and those who wait.
void select_admission(soci::session& session, party::Party& party);

std::optional<PartyId> select_party_by_invitation(soci::session& session, const std::string& code_in_capitals);

/// The last used first.
std::vector<InvitationUse> select_invitation_uses(soci::session& session, const PartyId& party, std::size_t limit);

}  // namespace matinee::storage
