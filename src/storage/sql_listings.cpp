// Every list is read along an index, a page at a time; a search looks at the parties of its longest word.
#include "storage/sql_listings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/words.hpp"
#include "storage/nullable.hpp"

namespace matinee::storage {
namespace {

constexpr std::string_view listing_columns =
    "SELECT parties.id, parties.title, parties.host_user_id, host.display_name, host.avatar_url, parties.visibility,"
    " parties.invite_code, {}, parties.max_participants, parties.created_at_ms, parties.clip_id,"
    " clips.title, clips.duration_ms, parties.position_ms, parties.at_ms, parties.playing, parties.rate,"
    " CASE WHEN parties.password_hash = '' THEN 0 ELSE 1 END, parties.approval, parties.locked, {}"
    " FROM parties"
    " LEFT JOIN participants AS host ON host.party_id = parties.id AND host.user_id = parties.host_user_id"
    " LEFT JOIN clips ON clips.id = parties.clip_id"
    " WHERE parties.status = 'active'";

/// How many people are noted only of parties that a list shows; of every party it is known whether anybody is there.
constexpr std::string_view noted_people = "parties.people";
constexpr std::string_view anybody_there = "(CASE WHEN parties.empty_since_ms IS NULL THEN 1 ELSE 0 END)";
constexpr std::string_view no_seats = "0";
/// Takes as long as the party has seats.
constexpr std::string_view counted_seats = "(SELECT COUNT(*) FROM participants WHERE party_id = parties.id)";

std::string select_listings(std::string_view people, std::string_view seats) {
  return fmt::format(fmt::runtime(listing_columns), people, seats);
}

struct ListingRow {
  std::string id, title, host, visibility, invite_code;
  Nullable<std::string> host_name, host_avatar, clip, clip_title;
  Nullable<long long> clip_length;
  long long people = 0, max_participants = 0, created_at = 0, position = 0, at = 0;
  long long seats = 0;
  int playing = 0, has_password = 0, approval = 0, locked = 0;
  double rate = 1.0;

  template <class Prepared>
  void bind(Prepared& prepared) {
    prepared, soci::into(id), soci::into(title), soci::into(host), host_name.into(), host_avatar.into(),
        soci::into(visibility), soci::into(invite_code), soci::into(people), soci::into(max_participants),
        soci::into(created_at), clip.into(), clip_title.into(), clip_length.into(), soci::into(position),
        soci::into(at), soci::into(playing), soci::into(rate), soci::into(has_password), soci::into(approval),
        soci::into(locked), soci::into(seats);
  }
};

StoreError corrupt_listing(const std::string& party, std::string_view column, std::string_view value) {
  return StoreError{StoreErrorKind::corrupt, fmt::format("party {}: {} is \"{}\"", party, column, value), Millis{0}};
}

StoreResult<PartyListing> listing_from(const ListingRow& row) {
  const auto visibility = party::visibility_from_string(row.visibility);
  if (!visibility) return corrupt_listing(row.id, "visibility", row.visibility);
  PartyListing listing;
  listing.id = PartyId(row.id);
  listing.title = row.title;
  listing.host = UserId(row.host);
  // A host always has a seat while the party goes on.
  listing.host_profile = {row.host_name.value, row.host_avatar.get()};
  listing.visibility = *visibility;
  listing.invite_code = row.invite_code;
  listing.people = static_cast<std::size_t>(row.people);
  listing.max_participants = static_cast<std::size_t>(row.max_participants);
  listing.created_at = from_unix_ms(row.created_at);
  party::Playback& playback = listing.playback;
  if (row.clip.has_value()) playback.clip = ClipId(row.clip.value);
  if (row.clip_length.has_value()) playback.clip_length = Millis{row.clip_length.value};
  playback.position = Millis{row.position};
  playback.at = from_unix_ms(row.at);
  playback.playing = row.playing != 0;
  playback.rate = row.rate;
  listing.clip_title = row.clip_title.get();
  listing.has_password = row.has_password != 0;
  listing.approval = row.approval != 0;
  listing.locked = row.locked != 0;
  listing.seats = static_cast<std::size_t>(row.seats);
  return listing;
}

/// Runs a prepared list to its end.
StoreResult<std::vector<PartyListing>> fetch_all(soci::statement& statement, const ListingRow& row) {
  std::vector<PartyListing> listings;
  statement.execute();
  while (statement.fetch()) {
    StoreResult<PartyListing> listing = listing_from(row);
    if (listing.has_error()) return listing.error();
    listings.push_back(std::move(listing).value());
  }
  return listings;
}

/// What a word is looked up between: [first, second). Nothing given: every word.
using WordRange = std::pair<std::string, std::string>;

/// 'g' sorts behind every hexadecimal digit.
WordRange range_of(const std::string& word) {
  const std::string digits = hexadecimal(word);
  return {digits, digits + "g"};
}

/// The longest words, which few titles have, first.
std::array<WordRange, max_search_words> ranges_of(std::vector<std::string> words) {
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  words.resize(max_search_words);
  std::array<WordRange, max_search_words> ranges;
  std::transform(words.begin(), words.end(), ranges.begin(), range_of);
  return ranges;
}

std::string public_sql(const PublicQuery& query) {
  const std::string_view people = query.every ? anybody_there : noted_people;
  const std::string_view key = query.order == ListingOrder::people ? people : std::string_view{};
  std::string sql = select_listings(people, query.every ? counted_seats : no_seats);
  if (!query.every) sql += " AND parties.visibility = 'public'";
  if (!query.words.empty()) {
    sql += fmt::format(
        " AND parties.id IN (SELECT party_id FROM (SELECT DISTINCT party_id FROM party_words"
        " WHERE word >= :from0 AND word < :to0 LIMIT {}) AS candidates)"
        " AND EXISTS (SELECT 1 FROM party_words WHERE party_id = parties.id AND word >= :from1 AND word < :to1)"
        " AND EXISTS (SELECT 1 FROM party_words WHERE party_id = parties.id AND word >= :from2 AND word < :to2)",
        max_search_candidates);
  }
  if (query.after) {
    sql += key.empty() ? std::string(" AND (parties.created_at_ms, parties.id) < (:created_at_ms, :id)")
                       : fmt::format(" AND ({}, parties.created_at_ms, parties.id) < (:people, :created_at_ms, :id)", key);
  }
  sql += " ORDER BY ";
  if (!key.empty()) sql += fmt::format("{} DESC, ", key);
  sql += "parties.created_at_ms DESC, parties.id DESC";
  return sql + " LIMIT :most";
}

}  // namespace

StoreResult<std::vector<PartyListing>> select_public_parties(soci::session& session, const PublicQuery& query) {
  const auto ranges = ranges_of(query.words);
  const ListingCursor cursor = query.after.value_or(ListingCursor{});
  const auto people = static_cast<long long>(cursor.people);
  const long long created_at = to_unix_ms(cursor.created_at);
  const auto most = static_cast<long long>(query.limit);
  ListingRow row;
  auto prepared = (session.prepare << public_sql(query));
  row.bind(prepared);
  if (!query.words.empty()) {
    prepared, soci::use(ranges[0].first, "from0"), soci::use(ranges[0].second, "to0"),
        soci::use(ranges[1].first, "from1"), soci::use(ranges[1].second, "to1"), soci::use(ranges[2].first, "from2"),
        soci::use(ranges[2].second, "to2");
  }
  if (query.after) {
    if (query.order == ListingOrder::people) prepared, soci::use(people, "people");
    prepared, soci::use(created_at, "created_at_ms"), soci::use(cursor.id.str(), "id");
  }
  prepared, soci::use(most, "most");
  soci::statement statement(prepared);
  return fetch_all(statement, row);
}

StoreResult<std::vector<PartyListing>> select_friends_parties(soci::session& session, const UserId& user,
                                                              std::size_t limit) {
  const auto most = static_cast<long long>(limit);
  ListingRow row;
  auto prepared =
      (session.prepare << select_listings(noted_people, no_seats) +
                              " AND parties.visibility IN ('friends', 'public') AND parties.host_user_id IN"
                              " (SELECT other_user_id FROM friend_links WHERE user_id = :user AND state = 'friends')"
                              " ORDER BY parties.people DESC, parties.created_at_ms DESC, parties.id DESC LIMIT :most");
  row.bind(prepared);
  prepared, soci::use(user.str(), "user"), soci::use(most, "most");
  soci::statement statement(prepared);
  return fetch_all(statement, row);
}

namespace {

struct AttendanceRow {
  std::string id, title, host, visibility, status, invite_code;
  Nullable<long long> ended_at;
  Nullable<std::string> role;
  long long created_at = 0, joined_at = 0, participants = 0;
};

StoreResult<Attendance> attendance_from(const AttendanceRow& row) {
  const auto visibility = party::visibility_from_string(row.visibility);
  if (!visibility) return corrupt_listing(row.id, "visibility", row.visibility);
  Attendance attendance;
  attendance.party = PartyId(row.id);
  attendance.title = row.title;
  attendance.host = UserId(row.host);
  attendance.visibility = *visibility;
  attendance.status =
      row.status == party::to_string(party::Status::ended) ? party::Status::ended : party::Status::active;
  attendance.created_at = from_unix_ms(row.created_at);
  if (row.ended_at.has_value()) attendance.ended_at = from_unix_ms(row.ended_at.value);
  attendance.joined_at = from_unix_ms(row.joined_at);
  attendance.participants = static_cast<std::size_t>(row.participants);
  if (!row.role.has_value()) return attendance;
  attendance.role = party::role_from_string(row.role.value);
  if (!attendance.role) return corrupt_listing(row.id, "a participant's role", row.role.value);
  attendance.invite_code = row.invite_code;
  return attendance;
}

std::vector<party::Person> select_some(soci::session& session, const PartyId& party, const UserId& except) {
  std::string user, name;
  soci::statement statement =
      (session.prepare << fmt::format("SELECT user_id, display_name FROM attendances"
                                      " WHERE party_id = :party AND user_id <> :except"
                                      " ORDER BY joined_at_ms, user_id LIMIT {}",
                                      max_people_named),
       soci::into(user), soci::into(name), soci::use(party.str(), "party"), soci::use(except.str(), "except"));
  statement.execute();
  std::vector<party::Person> people;
  while (statement.fetch()) people.push_back({UserId(user), name});
  return people;
}

}  // namespace

StoreResult<std::vector<Attendance>> select_history(soci::session& session, const HistoryQuery& query) {
  const HistoryQuery::Cursor cursor = query.after.value_or(HistoryQuery::Cursor{});
  const long long joined_at = to_unix_ms(cursor.joined_at);
  const auto most = static_cast<long long>(query.limit);
  std::string sql =
      "SELECT parties.id, parties.title, parties.host_user_id, parties.visibility, parties.status,"
      " parties.invite_code, parties.ended_at_ms, seat.role, parties.created_at_ms, own.joined_at_ms,"
      " (SELECT COUNT(*) FROM attendances AS everyone WHERE everyone.party_id = parties.id)"
      " FROM attendances AS own JOIN parties ON parties.id = own.party_id"
      " LEFT JOIN participants AS seat ON seat.party_id = own.party_id AND seat.user_id = own.user_id"
      " WHERE own.user_id = :user";
  if (query.after) sql += " AND (own.joined_at_ms, own.party_id) < (:joined_at_ms, :party)";
  sql += " ORDER BY own.joined_at_ms DESC, own.party_id DESC LIMIT :most";

  AttendanceRow row;
  auto prepared = (session.prepare << sql);
  prepared, soci::into(row.id), soci::into(row.title), soci::into(row.host), soci::into(row.visibility),
      soci::into(row.status), soci::into(row.invite_code), row.ended_at.into(), row.role.into(),
      soci::into(row.created_at), soci::into(row.joined_at), soci::into(row.participants),
      soci::use(query.user.str(), "user");
  if (query.after) prepared, soci::use(joined_at, "joined_at_ms"), soci::use(cursor.party.str(), "party");
  prepared, soci::use(most, "most");
  soci::statement statement(prepared);
  statement.execute();
  std::vector<Attendance> history;
  while (statement.fetch()) {
    StoreResult<Attendance> attendance = attendance_from(row);
    if (attendance.has_error()) return attendance.error();
    history.push_back(std::move(attendance).value());
  }
  for (Attendance& attendance : history) attendance.some = select_some(session, attendance.party, query.user);
  return history;
}

std::vector<KickedUser> select_kicked_users(soci::session& session, const PartyId& party, std::size_t limit) {
  std::string user, name;
  long long at = 0;
  const auto most = static_cast<long long>(limit);
  soci::statement statement =
      (session.prepare << "SELECT kicks.user_id, COALESCE(seen.display_name, kicks.user_id), kicks.at_ms FROM kicks"
                          " LEFT JOIN attendances AS seen"
                          "   ON seen.party_id = kicks.party_id AND seen.user_id = kicks.user_id"
                          " WHERE kicks.party_id = :party ORDER BY kicks.at_ms DESC, kicks.user_id LIMIT :most",
       soci::into(user), soci::into(name), soci::into(at), soci::use(party.str(), "party"), soci::use(most, "most"));
  statement.execute();
  std::vector<KickedUser> kicked;
  while (statement.fetch()) kicked.push_back({{UserId(user), name}, from_unix_ms(at)});
  return kicked;
}

}  // namespace matinee::storage
