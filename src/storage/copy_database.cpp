// Both sides say what tables they have. One transaction on each side; rows travel as the JSON that commits use.
#include "storage/copy_database.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "storage/database_url.hpp"
#include "storage/migrate.hpp"
#include "storage/sql_error.hpp"
#include "storage/sql_script.hpp"
#include "storage/sql_statements.hpp"
#include "storage/table_rows.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_at_once = 500;

/// A database within a transaction.
struct Side {
  Side(const Database& database, std::string_view begin)
      : dialect(database.dialect()), session(database.connect(Access::exclusive)) {
    run_script(*session, std::string(begin));
    tables = tables_of(*session, dialect);
  }

  const Dialect& dialect;
  std::unique_ptr<soci::session> session;
  std::vector<Table> tables;
};

std::string names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

const Table& same_table(const Side& side, const Table& table) {
  const auto found =
      std::find_if(side.tables.begin(), side.tables.end(), [&](const Table& other) { return other.name == table.name; });
  if (found == side.tables.end() || names_of(found->columns) != names_of(table.columns)) {
    throw soci::soci_error(fmt::format("table {} has other columns in the other database", table.name));
  }
  return *found;
}

void insist_on_empty(const Side& side) {
  for (const Table& table : side.tables) {
    long long rows = 0;
    *side.session << "SELECT COUNT(*) FROM " + table.name, soci::into(rows);
    if (rows > 0) {
      throw soci::soci_error(fmt::format(
          "it holds data already ({} rows in {}): copying needs an empty database, so that nothing gets mixed", rows,
          table.name));
    }
  }
}

std::size_t copy_rows(const Side& from, const Side& to, const Table& table) {
  const std::string names = names_of(table.columns);
  RowsStatement insert(*to.session, fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", table.name, names, names,
                                                to.dialect.rows("copied", table.columns)));
  TableRows rows(*from.session, from.dialect, table);
  std::size_t count = 0;
  json::array waiting;
  for (auto row = rows.next(); row; row = rows.next()) {
    json::object members;
    for (std::size_t i = 0; i < row->size(); ++i) members[table.columns[i].name] = std::move((*row)[i]);
    waiting.push_back(std::move(members));
    ++count;
    if (waiting.size() < rows_at_once) continue;
    insert.execute(json::serialize(waiting));
    waiting.clear();
  }
  if (!waiting.empty()) insert.execute(json::serialize(waiting));
  return count;
}

void compare_rows(const Side& from, const Side& to, const Table& table, const Table& copied) {
  TableRows originals(*from.session, from.dialect, table);
  TableRows copies(*to.session, to.dialect, copied);
  for (std::size_t number = 1;; ++number) {
    const auto original = originals.next();
    const auto copy = copies.next();
    if (original != copy) {
      throw soci::soci_error(fmt::format("row {} of {} is not what it is in the original: nothing was copied", number,
                                         table.name));
    }
    if (!original) return;
  }
}

std::vector<CopiedTable> copy_tables(const Database& source, const Database& target) {
  Side from(source, source.dialect().begin_copying);
  Side to(target, target.dialect().begin_migrating);
  if (from.tables.size() != to.tables.size()) throw soci::soci_error("the databases have different tables");
  insist_on_empty(to);
  std::vector<CopiedTable> copied;
  for (const Table& table : from.tables) {
    same_table(to, table);
    copied.push_back(CopiedTable{table.name, copy_rows(from, to, table)});
  }
  for (const Table& table : from.tables) compare_rows(from, to, table, same_table(to, table));
  *to.session << "COMMIT";
  return copied;
}

}  // namespace

Result<CopyReport, StoreError> copy_database(const std::string& from, const std::string& to, Millis patience) {
  const auto source = find_database(from, patience);
  if (!source) return source.error();
  const auto target = create_database(to, patience);
  if (!target) return target.error();
  if (from == to) {
    return at(*source.value(), {StoreErrorKind::conflict, "a database can't be copied into itself", Millis{0}});
  }
  if (!source.value()->exists()) {
    return at(*source.value(), {StoreErrorKind::unavailable, "there is no such database", Millis{0}});
  }
  const auto pending = pending_migrations(*source.value());
  if (!pending) return at(*source.value(), pending.error());
  if (!pending.value().empty()) {
    return at(*source.value(), {StoreErrorKind::conflict,
                                fmt::format("it is not up to date, {} is missing: bring it up to date first, with "
                                            "'matinee migrate'",
                                            pending.value().front()),
                                Millis{0}});
  }
  if (const auto migrated = migrate(*target.value()); !migrated) return at(*target.value(), migrated.error());
  try {
    return CopyReport{source.value()->name(), target.value()->name(), copy_tables(*source.value(), *target.value())};
  } catch (const soci::soci_error& error) {
    StoreError failure = store_error(error);
    failure.message = fmt::format("copying {} to {}: {}", source.value()->name(), target.value()->name(), failure.message);
    return failure;
  }
}

}  // namespace matinee::storage
