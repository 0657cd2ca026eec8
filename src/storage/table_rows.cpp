// A cursor where the database would send everything at once, and a value of its own type for every column.
#include "storage/table_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace matinee::storage {
namespace {

/// Text compares by its bytes, and what is missing comes first, in every database.
std::string query_of(const Dialect& dialect, const Table& table) {
  std::vector<std::string> names;
  std::vector<std::string> order;
  for (const Column& column : table.columns) {
    names.push_back(column.name);
    order.push_back(fmt::format("{}{} NULLS FIRST", column.name,
                                column.type == ColumnType::text ? std::string(dialect.by_bytes) : std::string()));
  }
  return fmt::format("SELECT {} FROM {} ORDER BY {}", fmt::join(names, ", "), table.name, fmt::join(order, ", "));
}

}  // namespace

TableRows::TableRows(soci::session& session, const Dialect& dialect, const Table& table)
    : session_(session), by_cursor_(!dialect.declare_rows.empty()), statement_(session) {
  std::string query = query_of(dialect, table);
  if (by_cursor_) {
    session << std::string(dialect.declare_rows) + query;
    query = dialect.fetch_rows;
  }
  for (const Column& column : table.columns) {
    cells_.emplace_back().type = column.type;
    bind(cells_.back());
  }
  statement_.alloc();
  statement_.prepare(query);
  statement_.define_and_bind();
  statement_.execute();
}

TableRows::~TableRows() {
  try {
    if (by_cursor_) session_ << "CLOSE copied_rows";
  } catch (const soci::soci_error&) {  // whatever broke has been told already, and ends the transaction
  }
}

std::optional<std::vector<boost::json::value>> TableRows::next() {
  bool found = statement_.fetch();
  if (!found && by_cursor_) {
    statement_.execute();
    found = statement_.fetch();
  }
  if (!found) return std::nullopt;
  std::vector<boost::json::value> row;
  for (const Cell& cell : cells_) row.push_back(value_of(cell));
  return row;
}

void TableRows::bind(Cell& cell) {
  switch (cell.type) {
    case ColumnType::text:
      return statement_.exchange(soci::into(cell.text, cell.indicator));
    case ColumnType::bigint:
      return statement_.exchange(soci::into(cell.number, cell.indicator));
    case ColumnType::boolean:
      return statement_.exchange(soci::into(cell.truth, cell.indicator));
    case ColumnType::double_precision:
      return statement_.exchange(soci::into(cell.real, cell.indicator));
  }
}

boost::json::value TableRows::value_of(const Cell& cell) {
  if (cell.indicator != soci::i_ok) return nullptr;
  switch (cell.type) {
    case ColumnType::text:
      return boost::json::value(cell.text);
    case ColumnType::bigint:
      return boost::json::value(static_cast<std::int64_t>(cell.number));
    case ColumnType::boolean:
      return boost::json::value(cell.truth != 0);
    case ColumnType::double_precision:
      return boost::json::value(cell.real);
  }
  return nullptr;
}

}  // namespace matinee::storage
