// A link is a row of the one who made it. Looked up first, then written: nobody else changes what is between the two
// until the transaction is over (sql_locks).
#include "storage/sql_friendships.hpp"

#include <string>

#include "storage/nullable.hpp"
#include "storage/sql_single_writes.hpp"

namespace matinee::storage {
namespace {

class Links {
 public:
  Links(soci::session& session, const ChangeFriendship& change) : session_(session), change_(change) {}

  /// "requested", "friends", "blocked", or nothing.
  std::string state(const UserId& from, const UserId& to) {
    Nullable<std::string> state;
    session_ << "SELECT state FROM friend_links WHERE user_id = :from_id AND other_user_id = :to_id", state.into(),
        soci::use(from.str(), "from_id"), soci::use(to.str(), "to_id");
    return session_.got_data() ? state.value : std::string();
  }

  std::size_t count() {
    long long links = 0;
    session_ << "SELECT COUNT(*) FROM friend_links WHERE user_id = :from_id", soci::into(links),
        soci::use(change_.user.str(), "from_id");
    return static_cast<std::size_t>(links);
  }

  /// What the user says of the other from now on.
  void put(const std::string& state) {
    const long long now = to_unix_ms(change_.now);
    const auto& picture = change_.profile.avatar_url;
    const std::string avatar = picture.value_or("");
    soci::indicator avatar_indicator = picture ? soci::i_ok : soci::i_null;
    session_ << "INSERT INTO friend_links (user_id, other_user_id, state, display_name, avatar_url, at_ms)"
                " VALUES (:from_id, :to_id, :state, :display_name, :avatar_url, :at_ms)"
                " ON CONFLICT (user_id, other_user_id) DO UPDATE SET state = excluded.state,"
                " display_name = excluded.display_name, avatar_url = excluded.avatar_url, at_ms = excluded.at_ms",
        soci::use(change_.user.str(), "from_id"), soci::use(change_.other.str(), "to_id"), soci::use(state, "state"),
        soci::use(change_.profile.display_name, "display_name"), soci::use(avatar, avatar_indicator, "avatar_url"),
        soci::use(now, "at_ms");
  }

  void befriend_back() {
    const long long now = to_unix_ms(change_.now);
    session_ << "UPDATE friend_links SET state = 'friends', at_ms = :at_ms"
                " WHERE user_id = :from_id AND other_user_id = :to_id",
        soci::use(now, "at_ms"), soci::use(change_.other.str(), "from_id"), soci::use(change_.user.str(), "to_id");
  }

  void drop(const UserId& from, const UserId& to) {
    session_ << "DELETE FROM friend_links WHERE user_id = :from_id AND other_user_id = :to_id",
        soci::use(from.str(), "from_id"), soci::use(to.str(), "to_id");
  }

 private:
  soci::session& session_;
  const ChangeFriendship& change_;
};

}  // namespace

StoreResult<void> change_friendship(SqlSession& session, const ChangeFriendship& change) {
  const bool adds = change.action == FriendAction::request || change.action == FriendAction::block;
  if (adds) {
    const RateToken token{change.user, std::string(friendship_token), change.limit, change.now};
    if (StoreResult<void> taken = take_token(session, token); taken.has_error()) return taken;
  }
  Links links(session.connection, change);
  const std::string mine = links.state(change.user, change.other);
  const std::string theirs = links.state(change.other, change.user);
  if (adds && mine.empty() && links.count() >= change.most) {
    return StoreError{StoreErrorKind::conflict, "the user has as many friends, requests and blocks as may be",
                      Millis{0}};
  }
  switch (change.action) {
    case FriendAction::request:
      if (mine == "friends") break;
      links.put(theirs == "requested" ? "friends" : "requested");
      if (theirs == "requested") links.befriend_back();
      break;
    case FriendAction::remove:
      if (mine != "blocked") links.drop(change.user, change.other);
      if (theirs != "blocked") links.drop(change.other, change.user);
      break;
    case FriendAction::block:
      links.put("blocked");
      if (theirs != "blocked") links.drop(change.other, change.user);
      break;
    case FriendAction::unblock:
      if (mine == "blocked") links.drop(change.user, change.other);
      break;
  }
  return success();
}

StoreResult<std::vector<Friend>> select_friends(soci::session& session, const UserId& user) {
  // Who never showed themselves to the user is known by the name of the party they last joined.
  std::string other, state, name;
  Nullable<std::string> avatar;
  long long at = 0;
  soci::statement statement =
      (session.prepare << "SELECT link.other_user_id, link.state, link.at_ms,"
                          " COALESCE(back.display_name, (SELECT seen.display_name FROM attendances AS seen"
                          "   WHERE seen.user_id = link.other_user_id ORDER BY seen.joined_at_ms DESC LIMIT 1), "
                          "link.other_user_id),"
                          " back.avatar_url"
                          " FROM friend_links AS link LEFT JOIN friend_links AS back"
                          "   ON back.user_id = link.other_user_id AND back.other_user_id = link.user_id"
                          " WHERE link.user_id = :user"
                          " UNION ALL"
                          " SELECT asked.user_id, 'incoming', asked.at_ms, asked.display_name, asked.avatar_url"
                          " FROM friend_links AS asked"
                          " WHERE asked.other_user_id = :asked_user AND asked.state = 'requested' AND NOT EXISTS"
                          "   (SELECT 1 FROM friend_links AS mine WHERE mine.user_id = asked.other_user_id"
                          "    AND mine.other_user_id = asked.user_id)",
       soci::into(other), soci::into(state), soci::into(at), soci::into(name), avatar.into(),
       soci::use(user.str(), "user"), soci::use(user.str(), "asked_user"));
  statement.execute();
  std::vector<Friend> friends;
  while (statement.fetch()) {
    Friend one{UserId(other), {name, avatar.get()}, FriendState::friends, from_unix_ms(at)};
    for (const FriendState known : {FriendState::requested, FriendState::incoming, FriendState::blocked}) {
      if (state == to_string(known)) one.state = known;
    }
    friends.push_back(std::move(one));
  }
  sort_friends(friends);
  return friends;
}

}  // namespace matinee::storage
