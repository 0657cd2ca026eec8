// What stays in place of somebody who had their data deleted, where others' parties have to stay whole. Pure.
#pragma once

#include "party/party.hpp"

namespace matinee::party {

/// Nobody can be this user: ids that begin so are given out by the server alone, and this one never is.
inline const Person forgotten_person{UserId{"guest-deleted"}, "Deleted user"};

/// The queue, with what `user` added as nobody's; the same queue where there is nothing of theirs. Null stays null.
QueuePtr without_name_of(const QueuePtr& queue, const UserId& user);

}  // namespace matinee::party
