// The clip catalogue in SQL. Internal to the SQL store. All throw soci::soci_error when the database fails.
#pragma once

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> save_clip(SqlSession& session, const SaveClip& save);
StoreResult<std::optional<Clip>> select_clip(soci::session& session, const ClipId& id);
StoreResult<std::vector<Clip>> select_clips(SqlSession& session, std::span<const ClipId> ids);

}  // namespace matinee::storage
