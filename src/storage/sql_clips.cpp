// A clip's captions are one JSON text: nobody looks for a clip by them.
#include "storage/sql_clips.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "storage/nullable.hpp"
#include "storage/sql_single_writes.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

std::string captions_text(const std::vector<Caption>& captions) {
  json::array list;
  for (const Caption& caption : captions) {
    list.push_back(json::object{{"url", caption.url}, {"language", caption.language}, {"label", caption.label}});
  }
  return json::serialize(list);
}

/// Nothing where the text is not what captions_text() writes.
std::optional<std::vector<Caption>> captions_of(const std::string& text) {
  std::vector<Caption> captions;
  boost::system::error_code error;
  const json::value list = json::parse(text, error);
  if (error || !list.is_array()) return std::nullopt;
  for (const json::value& entry : list.get_array()) {
    const auto word = [&](const char* name) {
      const json::value* value = entry.is_object() ? entry.get_object().if_contains(name) : nullptr;
      return value != nullptr && value->is_string() ? std::optional{std::string{value->get_string()}} : std::nullopt;
    };
    const auto url = word("url"), language = word("language"), label = word("label");
    if (!url || !language || !label) return std::nullopt;
    captions.push_back({*url, *language, *label});
  }
  return captions;
}

/// The columns of `clips`, in the order of `columns`.
struct ClipRow {
  static constexpr const char* columns =
      "clips.id, clips.title, clips.url, clips.duration_ms, clips.created_by, clips.created_at_ms,"
      " clips.thumbnail_url, clips.captions";

  std::string id, title, url, created_by;
  Nullable<long long> duration;
  Nullable<std::string> thumbnail, captions;
  long long created_at = 0;

  StoreResult<Clip> clip() const {
    Clip clip{ClipId(id), title, url, std::nullopt, UserId(created_by), from_unix_ms(created_at)};
    if (duration.has_value()) clip.duration = Millis{duration.value};
    if (thumbnail.has_value()) clip.thumbnail_url = thumbnail.value;
    if (!captions.has_value()) return clip;
    auto tracks = captions_of(captions.value);
    if (!tracks) return StoreError{StoreErrorKind::corrupt, fmt::format("clip {}: its captions", id), Millis{0}};
    clip.captions = std::move(*tracks);
    return clip;
  }
};

}  // namespace

StoreResult<void> save_clip(SqlSession& sql_session, const SaveClip& save) {
  if (StoreResult<void> taken = take_token(sql_session, save.token); taken.has_error()) return taken;
  soci::session& session = sql_session.connection;
  const Clip& clip = save.clip;
  int count = 0;
  session << "SELECT COUNT(*) FROM clips WHERE id = :id", soci::into(count), soci::use(clip.id.str(), "id");
  if (count > 0) return StoreError{StoreErrorKind::conflict, "a clip with this id exists", Millis{0}};
  soci::indicator duration_indicator = clip.duration ? soci::i_ok : soci::i_null;
  long long duration = clip.duration.value_or(Millis{0}).count();
  soci::indicator thumbnail_indicator = clip.thumbnail_url ? soci::i_ok : soci::i_null;
  const std::string thumbnail = clip.thumbnail_url.value_or("");
  soci::indicator captions_indicator = clip.captions.empty() ? soci::i_null : soci::i_ok;
  const std::string captions = captions_text(clip.captions);
  const long long created_at = to_unix_ms(clip.created_at);
  session << "INSERT INTO clips (id, title, url, duration_ms, created_by, created_at_ms, thumbnail_url, captions)"
             " VALUES (:id, :title, :url, :duration_ms, :created_by, :created_at_ms, :thumbnail_url, :captions)",
      soci::use(clip.id.str(), "id"), soci::use(clip.title, "title"), soci::use(clip.url, "url"),
      soci::use(duration, duration_indicator, "duration_ms"), soci::use(clip.created_by.str(), "created_by"),
      soci::use(created_at, "created_at_ms"), soci::use(thumbnail, thumbnail_indicator, "thumbnail_url"),
      soci::use(captions, captions_indicator, "captions");
  return success();
}

StoreResult<std::optional<Clip>> select_clip(soci::session& session, const ClipId& id) {
  ClipRow row;
  session << fmt::format("SELECT {} FROM clips WHERE id = :id", ClipRow::columns), soci::into(row.id),
      soci::into(row.title), soci::into(row.url), row.duration.into(), soci::into(row.created_by),
      soci::into(row.created_at), row.thumbnail.into(), row.captions.into(), soci::use(id.str(), "id");
  if (!session.got_data()) return std::optional<Clip>();
  StoreResult<Clip> clip = row.clip();
  if (clip.has_error()) return clip.error();
  return std::optional(std::move(clip).value());
}

StoreResult<std::vector<Clip>> select_clips(SqlSession& session, std::span<const ClipId> ids) {
  json::array wanted;
  for (const ClipId& id : ids) wanted.push_back(json::object{{"id", id.str()}});
  const std::string rows = json::serialize(wanted);
  const std::string sql = fmt::format("SELECT {} FROM clips WHERE clips.id IN (SELECT wanted.id FROM {})",
                                      ClipRow::columns, session.dialect.rows("wanted", {{"id", ColumnType::text}}));
  ClipRow row;
  soci::statement statement =
      (session.connection.prepare << sql, soci::into(row.id), soci::into(row.title), soci::into(row.url),
       row.duration.into(), soci::into(row.created_by), soci::into(row.created_at), row.thumbnail.into(),
       row.captions.into(), soci::use(rows, "rows"));
  statement.execute();
  std::vector<Clip> clips;
  while (statement.fetch()) {
    StoreResult<Clip> clip = row.clip();
    if (clip.has_error()) return clip.error();
    clips.push_back(std::move(clip).value());
  }
  return clips;
}

}  // namespace matinee::storage
