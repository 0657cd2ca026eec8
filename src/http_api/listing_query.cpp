// A cursor is "<people>-<created_ms>-<id>", or "<joined_ms>-<id>" in a history.
#include "http_api/listing_query.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"
#include "http_api/percent.hpp"

namespace matinee::http_api {
namespace {

/// Far beyond any time and any count; keeps arithmetic with it from overflowing.
constexpr long long most_in_cursor = 1'000'000'000'000'000;

std::optional<long long> read_number(std::string_view text) {
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 && number <= most_in_cursor ? std::optional{number} : std::nullopt;
}

/// Takes the number before the next '-', and the '-'.
std::optional<long long> take_number(std::string_view& text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto number = read_number(text.substr(0, dash));
  text.remove_prefix(dash + 1);
  return number;
}

bool is_id(std::string_view id) {
  return is_valid_utf8(id) && is_valid_id(id);
}

Refusal bad_cursor() {
  return invalid_request("\"after\" in the query must be the \"next\" of the page before");
}

std::string parameter(const Request& request, std::string_view name) {
  return query_parameter(request.query, name).value_or("");
}

}  // namespace

Result<std::size_t, Refusal> read_listing_limit(const Request& request) {
  if (!has_query_parameter(request.query, "limit")) return default_listing_page;
  const auto limit = read_number(parameter(request, "limit"));
  if (!limit || *limit < 1 || *limit > static_cast<long long>(max_listing_page)) {
    return invalid_request(fmt::format("\"limit\" in the query must be a whole number, 1 to {}", max_listing_page));
  }
  return static_cast<std::size_t>(*limit);
}

Result<storage::PublicQuery, Refusal> read_public_query(const Request& request) {
  storage::PublicQuery query;
  const auto limit = read_listing_limit(request);
  if (!limit) return limit.error();
  query.limit = limit.value();
  if (has_query_parameter(request.query, "sort")) {
    const std::string sort = parameter(request, "sort");
    if (sort != "people" && sort != "newest") {
      return invalid_request("\"sort\" in the query must be \"people\" or \"newest\"");
    }
    query.order = sort == "newest" ? storage::ListingOrder::newest : storage::ListingOrder::people;
  }
  if (has_query_parameter(request.query, "search")) {
    const std::string search = parameter(request, "search");
    if (!is_valid_utf8(search) || count_code_points(search) > max_search_code_points) {
      return invalid_request(
          fmt::format("\"search\" in the query must be text of at most {} characters", max_search_code_points));
    }
    query.words = words_of(search);
    if (query.words.empty() && !is_blank(search)) {
      return invalid_request("\"search\" in the query must have a letter or digit");
    }
  }
  if (has_query_parameter(request.query, "after")) {
    const std::string after = parameter(request, "after");
    std::string_view rest = after;
    const auto people = take_number(rest);
    const auto created_at = take_number(rest);
    if (!people || !created_at || !is_id(rest)) return bad_cursor();
    query.after = storage::ListingCursor{static_cast<std::size_t>(*people), from_unix_ms(*created_at),
                                         PartyId{std::string{rest}}};
  }
  return query;
}

Result<std::pair<ServerTime, std::string>, Refusal> read_time_and_id(std::string_view cursor) {
  const auto time = take_number(cursor);
  if (!time || !is_id(cursor)) return bad_cursor();
  return std::pair{from_unix_ms(*time), std::string{cursor}};
}

Result<storage::HistoryQuery, Refusal> read_history_query(const Request& request, const UserId& user) {
  const auto limit = read_listing_limit(request);
  if (!limit) return limit.error();
  storage::HistoryQuery query{user, std::nullopt, limit.value()};
  if (has_query_parameter(request.query, "after")) {
    const std::string after = parameter(request, "after");
    auto cursor = read_time_and_id(after);
    if (!cursor) return cursor.error();
    query.after = storage::HistoryQuery::Cursor{cursor.value().first, PartyId{std::move(cursor.value().second)}};
  }
  return query;
}

std::string cursor_behind(const storage::PartyListing& listing) {
  return fmt::format("{}-{}-{}", listing.people, to_unix_ms(listing.created_at), listing.id.str());
}

std::string cursor_behind(const storage::Attendance& attendance) {
  return fmt::format("{}-{}", to_unix_ms(attendance.joined_at), attendance.party.str());
}

}  // namespace matinee::http_api
