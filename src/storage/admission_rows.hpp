// The rows that changes of how people get in become. Internal to change_rows.cpp; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "storage/admission_records.hpp"

namespace matinee::storage {

/// Each text is a JSON array of rows, or empty; part of ChangeRows.
struct AdmissionRows {
  std::string invitations;
  std::string removed_invitations;
  std::string uses;
  std::string requests;
  std::string removed_requests;
};

/// Rows of several parties, one list per statement.
struct AdmissionTables {
  boost::json::array invitations, removed_invitations, uses, requests, removed_requests;

  AdmissionRows text() const;
};

/// The end of what a run of changes writes about one party. Points into the changes.
class AdmissionFold {
 public:
  void operator()(const PutInvitation& write) { invitations_[write.invitation.id] = &write; }
  void operator()(const RemoveInvitation& write);
  void operator()(const PutInvitationUse& write) { uses_[{write.invitation, write.who.user}] = &write; }
  void operator()(const PutPassword& write) { password_ = &write; }
  void operator()(const PutJoinRequest& write) { requests_[write.user] = &write; }
  void operator()(const RemoveJoinRequest& write) { requests_[write.user] = nullptr; }

  bool empty() const { return password_ == nullptr && invitations_.empty() && uses_.empty() && requests_.empty(); }
  /// What is kept with the party itself, into its row.
  void put_in(boost::json::object& party_row) const;
  void append_rows(const PartyId& party, AdmissionTables& tables) const;

 private:
  const PutPassword* password_ = nullptr;
  std::unordered_map<InvitationId, const PutInvitation*> invitations_;  ///< nullptr: removed
  std::map<std::pair<InvitationId, UserId>, const PutInvitationUse*> uses_;
  std::unordered_map<UserId, const PutJoinRequest*> requests_;  ///< nullptr: removed
};

/// All there is of a new party; `put_in` has its place among its columns.
void append_rows(const PartyId& party, const party::Admission& admission, AdmissionTables& tables);

}  // namespace matinee::storage
