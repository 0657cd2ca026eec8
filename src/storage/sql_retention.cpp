// Each kind is found along an index of its own, the oldest first, and taken until the step has had its rows. A finished
// party is no longer anybody's to change, so nothing here needs its version.
#include "storage/sql_retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "storage/erased_name.hpp"
#include "storage/sql_erasure.hpp"

namespace matinee::storage {
namespace {

/// Parties looked at in one step, and guests of one party.
constexpr std::size_t kPartiesAtOnce = 20;
constexpr std::size_t kGuestsAtOnce = 100;

/// `user` begins as guests' ids do.
std::string is_guest(std::string_view user) {
  return fmt::format("substr({0}, 1, 6) = 'guest-' AND {0} <> '{1}'", user, party::forgotten_person.user.str());
}

/// What a guest kept outside of any party.
struct GuestRows {
  std::string_view table;
  std::string_view key;
  std::string_view user;
  std::string_view time;
  std::string change;

  std::string found(std::string_view what, long long before_ms) const {
    return fmt::format("SELECT {} FROM {} WHERE {} AND {} < {}", what, table, is_guest(user), time, before_ms);
  }
};

std::array<GuestRows, 3> guest_rows() {
  return {{{"playlists", "id", "owner_user_id", "updated_at_ms", "DELETE FROM playlists"},
           {"friend_links", "user_id, other_user_id", "user_id", "at_ms", "DELETE FROM friend_links"},
           {"clips", "id", "created_by", "created_at_ms",
            fmt::format("UPDATE clips SET created_by = '{}'", party::forgotten_person.user.str())}}};
}

/// The parties of a kind, as a condition.
std::string parties_of(Kept kind, long long before_ms) {
  const std::string ended = fmt::format("status = 'ended' AND ended_at_ms < {}", before_ms);
  switch (kind) {
    case Kept::events:
      return ended + " AND NOT events_gone";
    case Kept::guests:
      return ended + " AND NOT guests_gone";
    case Kept::unseen_parties:
      return "unseen";
    case Kept::chat:
    case Kept::finished_parties:
      break;
  }
  return ended;
}

class Step {
 public:
  Step(soci::session& session, const LetGo& step) : session_(session), step_(step), left_(step.most) {}

  void run() {
    const long long before_ms = to_unix_ms(step_.before);
    if (step_.kind == Kept::chat) return chat(before_ms);
    if (step_.kind == Kept::guests) guests_elsewhere(before_ms);
    for (const PartyId& party : ids(fmt::format("SELECT id FROM parties WHERE {} ORDER BY ended_at_ms, id LIMIT {}",
                                                parties_of(step_.kind, before_ms), kPartiesAtOnce))) {
      if (left_ == 0) return;
      if (step_.kind == Kept::events) {
        events(party);
      } else if (step_.kind == Kept::guests) {
        guests(party);
      } else {
        whole(party);
      }
    }
  }

 private:
  void chat(long long before_ms) {
    take(fmt::format("DELETE FROM chat_messages WHERE (party_id, id) IN (SELECT party_id, id FROM chat_messages"
                     " WHERE created_at_ms < {} ORDER BY created_at_ms LIMIT {})",
                     before_ms, left_));
    take(fmt::format("DELETE FROM message_reports WHERE (party_id, message_id, reporter_user_id) IN"
                     " (SELECT party_id, message_id, reporter_user_id FROM message_reports"
                     "  WHERE at_ms < {} ORDER BY at_ms LIMIT {})",
                     before_ms, left_));
  }

  void events(const PartyId& party) {
    take_of("reaction_counts", "party_id, clip_id, bucket, emoji", party);
    take_of("message_reports", "party_id, message_id, reporter_user_id", party);
    take_of("kicks", "party_id, user_id", party);
    take_of("mutes", "party_id, user_id", party);
    if (left_ > 0) mark(party, "events_gone");
  }

  void guests(const PartyId& party) {
    for (const std::string& guest :
         texts(fmt::format("SELECT user_id FROM attendances WHERE party_id = :party AND {} LIMIT {}",
                           is_guest("user_id"), kGuestsAtOnce),
               party)) {
      forget(party, guest);
      if (left_ == 0) return;
    }
    if (!texts(fmt::format("SELECT user_id FROM attendances WHERE party_id = :party AND {} LIMIT 1",
                           is_guest("user_id")),
               party)
             .empty()) {
      return;
    }
    mark(party, "guests_gone");
    mark_unseen(session_, party);
  }

  /// The attendance last: it says that something is left.
  void forget(const PartyId& party, const std::string& guest) {
    const std::string& nobody = party::forgotten_person.user.str();
    const std::string own = fmt::format(
        "SELECT party_id, id FROM chat_messages WHERE user_id = :guest AND party_id = :party"
        " ORDER BY created_at_ms, id LIMIT {}",
        left_);
    of_guest(fmt::format("UPDATE message_reports SET text = '' WHERE (party_id, message_id) IN ({})", own), party, guest);
    left_ -= std::min(left_, of_guest(fmt::format("UPDATE chat_messages SET {} WHERE (party_id, id) IN ({})",
                                                  message_forgotten(to_unix_ms(step_.now)), own),
                                      party, guest));
    if (left_ == 0) return;
    of_guest("DELETE FROM message_reports WHERE party_id = :party AND reporter_user_id = :guest", party, guest);
    of_guest(fmt::format("UPDATE queue_items SET {} WHERE party_id = :party AND added_by_user_id = :guest",
                         queue_item_forgotten()),
             party, guest);
    of_guest(fmt::format("UPDATE parties SET host_user_id = '{}' WHERE id = :party AND host_user_id = :guest", nobody),
             party, guest);
    for (const char* table : {"kicks", "mutes", "participants", "attendances"}) {
      of_guest(fmt::format("DELETE FROM {} WHERE party_id = :party AND user_id = :guest", table), party, guest);
    }
    --left_;
  }

  void guests_elsewhere(long long before_ms) {
    for (const GuestRows& rows : guest_rows()) {
      take(fmt::format("{} WHERE ({}) IN ({} LIMIT {})", rows.change, rows.key, rows.found(rows.key, before_ms),
                       std::max<std::size_t>(left_ / 10, 1)));
    }
  }

  /// What there may be much of goes first, a step at a time; the rest goes with the party.
  void whole(const PartyId& party) {
    take_of("chat_messages", "party_id, id", party);
    take_of("reaction_counts", "party_id, clip_id, bucket, emoji", party);
    take_of("attendances", "party_id, user_id", party);
    take_of("participants", "party_id, user_id", party);
    if (left_ == 0) return;
    session_ << "DELETE FROM parties WHERE id = :party", soci::use(party.str(), "party");
    --left_;
  }

  void mark(const PartyId& party, std::string_view column) {
    session_ << fmt::format("UPDATE parties SET {} = TRUE WHERE id = :party", column), soci::use(party.str(), "party");
  }

  void take(const std::string& sql) {
    if (left_ == 0) return;
    soci::statement statement = (session_.prepare << sql);
    statement.execute(true);
    left_ -= std::min(left_, static_cast<std::size_t>(statement.get_affected_rows()));
  }
  void take_of(std::string_view table, std::string_view key, const PartyId& party) {
    if (left_ == 0) return;
    soci::statement statement =
        (session_.prepare << fmt::format("DELETE FROM {0} WHERE ({1}) IN (SELECT {1} FROM {0} WHERE party_id = :party"
                                         " LIMIT {2})",
                                         table, key, left_),
         soci::use(party.str(), "party"));
    statement.execute(true);
    left_ -= std::min(left_, static_cast<std::size_t>(statement.get_affected_rows()));
  }
  std::size_t of_guest(const std::string& sql, const PartyId& party, const std::string& guest) {
    soci::statement statement =
        (session_.prepare << sql, soci::use(party.str(), "party"), soci::use(guest, "guest"));
    statement.execute(true);
    return static_cast<std::size_t>(statement.get_affected_rows());
  }
  std::vector<PartyId> ids(const std::string& sql) {
    std::string id;
    soci::statement statement = (session_.prepare << sql, soci::into(id));
    statement.execute();
    std::vector<PartyId> found;
    while (statement.fetch()) found.emplace_back(id);
    return found;
  }
  std::vector<std::string> texts(const std::string& sql, const PartyId& party) {
    std::string text;
    soci::statement statement = (session_.prepare << sql, soci::into(text), soci::use(party.str(), "party"));
    statement.execute();
    std::vector<std::string> found;
    while (statement.fetch()) found.push_back(text);
    return found;
  }

  soci::session& session_;
  const LetGo& step_;
  std::size_t left_;  ///< rows this step may still take
};

bool exists(soci::session& session, const std::string& query) {
  int found = 0;
  session << fmt::format("SELECT CASE WHEN EXISTS ({}) THEN 1 ELSE 0 END", query), soci::into(found);
  return found != 0;
}

}  // namespace

StoreResult<void> let_go(soci::session& session, const LetGo& step) {
  Step(session, step).run();
  return success();
}

bool select_anything_to_let_go(soci::session& session, Kept kind, ServerTime before) {
  const long long before_ms = to_unix_ms(before);
  if (kind == Kept::chat) {
    return exists(session, fmt::format("SELECT 1 FROM chat_messages WHERE created_at_ms < {}", before_ms)) ||
           exists(session, fmt::format("SELECT 1 FROM message_reports WHERE at_ms < {}", before_ms));
  }
  if (exists(session, "SELECT 1 FROM parties WHERE " + parties_of(kind, before_ms))) return true;
  if (kind != Kept::guests) return false;
  const auto rows = guest_rows();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const GuestRows& one) { return exists(session, one.found("1", before_ms)); });
}

}  // namespace matinee::storage
