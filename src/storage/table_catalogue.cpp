// Queries of the database's catalogue, and the order that foreign keys ask for.
#include "storage/table_catalogue.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <set>

namespace matinee::storage {
namespace {

std::vector<std::string> texts(soci::session& session, const std::string& query, const std::string& table = {}) {
  std::string found;
  std::vector<std::string> all;
  soci::statement statement(session);
  statement.exchange(soci::into(found));
  if (!table.empty()) statement.exchange(soci::use(table, "table"));
  statement.alloc();
  statement.prepare(query);
  statement.define_and_bind();
  statement.execute();
  while (statement.fetch()) all.push_back(found);
  return all;
}

ColumnType type_of(const std::string& table, const std::string& column, const std::string& name) {
  if (name == "text") return ColumnType::text;
  if (name == "bigint" || name == "integer") return ColumnType::bigint;
  if (name == "boolean") return ColumnType::boolean;
  if (name == "double precision") return ColumnType::double_precision;
  throw soci::soci_error(fmt::format("column {}.{} is of type {}, which can't be copied", table, column, name));
}

std::vector<Column> columns_of(soci::session& session, const Dialect& dialect, const std::string& table) {
  std::string name;
  std::string type;
  std::vector<Column> columns;
  soci::statement statement = (session.prepare << std::string(dialect.table_columns), soci::into(name),
                               soci::into(type), soci::use(table, "table"));
  statement.execute();
  while (statement.fetch()) columns.push_back(Column{name, type_of(table, name, type)});
  return columns;
}

/// Adds the table behind those it refers to. `entered` holds the tables on the way here and those added before.
void add(const std::string& table, soci::session& session, const Dialect& dialect, std::set<std::string>& entered,
         std::vector<Table>& tables) {
  if (!entered.insert(table).second) return;
  for (const std::string& referenced : texts(session, std::string(dialect.table_references), table)) {
    add(referenced, session, dialect, entered, tables);
  }
  tables.push_back(Table{table, columns_of(session, dialect, table)});
}

}  // namespace

std::vector<Table> tables_of(soci::session& session, const Dialect& dialect) {
  std::set<std::string> entered{"schema_migrations"};
  std::vector<Table> tables;
  const std::string names = fmt::format("SELECT name FROM ({}) AS tables ORDER BY name", dialect.table_names);
  for (const std::string& name : texts(session, names)) add(name, session, dialect, entered, tables);
  return tables;
}

}  // namespace matinee::storage
