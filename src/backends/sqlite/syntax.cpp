// SPDX-License-Identifier: MIT
#include "backends/sqlite/syntax.hpp"
#include <algorithm>

namespace athanor::kernel::sqlite {
namespace {

std::string_view name_of(SqlType type) {
    switch (type) {
    case SqlType::integer:
    case SqlType::bigint:
    case SqlType::smallint: return "INTEGER";
    case SqlType::boolean: return "BOOLEAN";
    case SqlType::real: return "REAL";
    case SqlType::blob: return "BLOB";
    case SqlType::decimal: return "NUMERIC";
    case SqlType::text:
    case SqlType::date:
    case SqlType::timestamp:
    case SqlType::uuid:
    case SqlType::json: break;
    }
    return "TEXT";
}

/// The types that a STRICT table may have, which is checked and not only advised.
std::string_view strict_name_of(SqlType type) {
    switch (type) {
    case SqlType::boolean: return "INTEGER";
    case SqlType::decimal: return "REAL";
    default: return name_of(type);
    }
}

bool is_strict(const Table& table) {
    return std::ranges::any_of(
        table.dialect_options, [](const auto& option) { return option.first == "sqlite_strict"; });
}

} // namespace

Capabilities SqliteSyntax::capabilities() const {
    Capabilities can;
    can.returning = true;
    can.last_insert_id = true;
    can.multi_row_insert = true;
    can.max_params = 32766;
    return can;
}

void SqliteSyntax::type(std::string& out, const TableColumn& column) const {
    out += name_of(column.type);
    if (column.digits) out += "(" + std::to_string(column.digits) + ", " + std::to_string(column.scale) + ")";
}

void SqliteSyntax::column_type(std::string& out, const TableColumn& column, const Table& table) const {
    if (is_strict(table))
        out += strict_name_of(column.type);
    else
        type(out, column);
}

// INTEGER PRIMARY KEY is the rowid, which SQLite gives by itself; AUTOINCREMENT would cost a table of its own.
void SqliteSyntax::generated(std::string&, const TableColumn&) const {}

} // namespace athanor::kernel::sqlite
