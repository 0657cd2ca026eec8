#include "storage/sql_figures.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "storage/json_rows.hpp"
#include "storage/nullable.hpp"

namespace matinee::storage {
namespace {

void add_film(SqlSession& session, const AddFigures& figures) {
  using enum ColumnType;
  boost::json::array minutes;
  for (const FilmMinute& one : figures.film) {
    minutes.push_back(boost::json::object{{"party_id", figures.party.str()},
                                          {"clip_id", one.clip.str()},
                                          {"minute", one.minute},
                                          {"total", one.messages}});
  }
  if (minutes.empty()) return;
  const std::string rows = text_of(minutes);
  session.connection << fmt::format(
      "INSERT INTO message_counts (party_id, clip_id, minute, total)"
      " SELECT said.party_id, said.clip_id, said.minute, said.total FROM {}"
      " WHERE EXISTS (SELECT 1 FROM parties WHERE parties.id = said.party_id)"
      " ON CONFLICT (party_id, clip_id, minute) DO UPDATE SET total = message_counts.total + excluded.total",
      session.dialect.rows("said", {{"party_id", text}, {"clip_id", text}, {"minute", bigint}, {"total", bigint}})),
      soci::use(rows, "rows");
}

std::vector<AudienceStretch> select_audience(soci::session& session, const PartyId& party) {
  long long from = 0, until = 0, viewers = 0, peak = 0, watched = 0, messages = 0, reactions = 0;
  soci::statement statement =
      (session.prepare << "SELECT from_ms, until_ms, viewers, peak, watched_ms, messages, reactions FROM audience"
                          " WHERE party_id = :party ORDER BY from_ms",
       soci::into(from), soci::into(until), soci::into(viewers), soci::into(peak), soci::into(watched),
       soci::into(messages), soci::into(reactions), soci::use(party.str(), "party"));
  statement.execute();
  std::vector<AudienceStretch> audience;
  while (statement.fetch()) {
    audience.push_back({from_unix_ms(from), from_unix_ms(until), static_cast<std::size_t>(viewers),
                        static_cast<std::size_t>(peak), Millis{watched}, static_cast<std::size_t>(messages),
                        static_cast<std::size_t>(reactions)});
  }
  return audience;
}

std::vector<FilmMinute> select_film(soci::session& session, const PartyId& party) {
  std::string clip;
  long long minute = 0, messages = 0, reactions = 0;
  // A reaction's bucket is five seconds.
  static_assert(film_minute % reaction_bucket == Millis{0});
  soci::statement statement =
      (session.prepare << fmt::format(
           "SELECT clip_id, minute, CAST(SUM(messages) AS BIGINT), CAST(SUM(reactions) AS BIGINT) FROM"
           " (SELECT clip_id, minute, total AS messages, 0 AS reactions FROM message_counts WHERE party_id = :said"
           "  UNION ALL"
           "  SELECT clip_id, bucket / {}, 0, total FROM reaction_counts WHERE party_id = :reacted) AS film"
           " GROUP BY clip_id, minute ORDER BY clip_id, minute LIMIT {}",
           film_minute / reaction_bucket, most_film_minutes),
       soci::into(clip), soci::into(minute), soci::into(messages), soci::into(reactions),
       soci::use(party.str(), "said"), soci::use(party.str(), "reacted"));
  statement.execute();
  std::vector<FilmMinute> film;
  while (statement.fetch()) {
    film.push_back({ClipId(clip), static_cast<std::size_t>(minute), static_cast<std::size_t>(messages),
                    static_cast<std::size_t>(reactions)});
  }
  return film;
}

}  // namespace

void add_figures(SqlSession& session, const AddFigures& figures) {
  const AudienceStretch& stretch = figures.stretch;
  session.connection << fmt::format(
      "INSERT INTO audience (party_id, from_ms, until_ms, viewers, peak, watched_ms, messages, reactions)"
      " SELECT id, {}, {}, {}, {}, {}, {}, {} FROM parties WHERE id = :party"
      " ON CONFLICT (party_id, from_ms) DO UPDATE SET until_ms = excluded.until_ms, viewers = excluded.viewers,"
      " peak = excluded.peak, watched_ms = excluded.watched_ms, messages = excluded.messages,"
      " reactions = excluded.reactions",
      to_unix_ms(stretch.from), to_unix_ms(stretch.until), stretch.viewers, stretch.peak, stretch.watched.count(),
      stretch.messages, stretch.reactions),
      soci::use(figures.party.str(), "party");
  add_film(session, figures);
}

std::optional<PartyFigures> select_party_figures(soci::session& session, const PartyId& party) {
  long long created_at = 0, participants = 0;
  Nullable<long long> ended_at;
  session << "SELECT created_at_ms, ended_at_ms,"
             " (SELECT COUNT(*) FROM attendances WHERE attendances.party_id = parties.id)"
             " FROM parties WHERE id = :party",
      soci::into(created_at), ended_at.into(), soci::into(participants), soci::use(party.str(), "party");
  if (!session.got_data()) return std::nullopt;
  PartyFigures figures;
  figures.created_at = from_unix_ms(created_at);
  if (ended_at.has_value()) figures.ended_at = from_unix_ms(ended_at.value);
  figures.participants = static_cast<std::size_t>(participants);
  figures.audience = select_audience(session, party);
  figures.film = select_film(session, party);
  return figures;
}

void close_audiences(soci::session& session, ServerTime now, std::string_view condition) {
  // At the end of what was last known of them; since when exactly they are gone is not known.
  session << fmt::format(
      "INSERT INTO audience (party_id, from_ms, until_ms, viewers, peak, watched_ms, messages, reactions)"
      " SELECT party_id, {0}, {0}, 0, 0, 0, 0, 0 FROM audience AS latest"
      " WHERE viewers > 0 AND from_ms < {0} AND EXISTS (SELECT 1 FROM parties WHERE parties.id = latest.party_id AND"
      " parties.status = 'active' AND {1}) AND NOT EXISTS (SELECT 1 FROM audience AS later"
      " WHERE later.party_id = latest.party_id AND later.from_ms > latest.from_ms)"
      " ON CONFLICT (party_id, from_ms) DO NOTHING",
      to_unix_ms(now), condition);
}

}  // namespace matinee::storage
