// SPDX-License-Identifier: MIT
#include "backends/sqlite/syntax.hpp"

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
    case SqlType::text:
    case SqlType::date:
    case SqlType::timestamp:
    case SqlType::uuid:
    case SqlType::json:
    case SqlType::decimal: break; // NUMERIC would turn a decimal into a double
    }
    return "TEXT";
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

void SqliteSyntax::type(std::string& out, const TableColumn& column) const { out += name_of(column.type); }

// INTEGER PRIMARY KEY is the rowid, which SQLite gives by itself; AUTOINCREMENT would cost a table of its own.
void SqliteSyntax::generated(std::string&, const TableColumn&) const {}

} // namespace athanor::kernel::sqlite
