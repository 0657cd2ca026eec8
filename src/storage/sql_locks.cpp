#include "storage/sql_locks.hpp"

#include <boost/json.hpp>

#include "storage/sql_friendships.hpp"

namespace matinee::storage {
namespace {

struct Names {
  std::set<std::string> names;

  void add(std::string_view kind, const UserId& user) { names.insert(std::string(kind) + " " + user.str()); }
  void add(const RateToken& token) { add(token.kind, token.user); }

  void operator()(const CreateParty& create) { add(create.token); }
  void operator()(const TakeToken& take) { add(take.token); }
  void operator()(const SaveClip& save) { add(save.token); }
  void operator()(const BeginErasure& begin) { add(begin.token); }
  /// The owner's playlists are counted too, by nothing else.
  void operator()(const SavePlaylist& save) { add(save.token); }
  /// Two who ask each other at once become friends; and the user's links are counted, as their tokens are.
  void operator()(const ChangeFriendship& change) {
    add(friendship_token, change.user);
    add(friendship_token, change.other);
  }
  void operator()(const BlockUser&) { names.insert("blocked users"); }
  /// Everything else says in its statement what must be so.
  template <class Other>
  void operator()(const Other&) {}
};

}  // namespace

std::set<std::string> names_to_lock(std::span<const Submission> submissions) {
  Names found;
  for (const Submission& submission : submissions) std::visit(found, submission);
  return std::move(found.names);
}

void lock_names(SqlSession& session, std::span<const Submission> submissions) {
  if (session.dialect.lock_names.empty()) return;
  const std::set<std::string> names = names_to_lock(submissions);
  if (names.empty()) return;
  const std::string text = boost::json::serialize(boost::json::array(names.begin(), names.end()));
  long long locked = 0;
  session.connection << std::string(session.dialect.lock_names), soci::into(locked), soci::use(text, "names");
}

}  // namespace matinee::storage
