// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/statement.hpp"
#include "sql/writer.hpp"

namespace athanor::kernel {
namespace {

void add_placeholders(Writer& out, std::size_t count) {
    out.add("(");
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out.add(", ");
        out.placeholder();
    }
    out.add(")");
}

// `"a" = ?` for each column.
void add_equalities(
    Writer& out, const Table& table, const std::vector<std::uint16_t>& columns, std::string_view between) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) out.add(between);
        out.identifier(table.column(columns[i]).name);
        out.add(" = ");
        out.placeholder();
    }
}

// Without a key the statement would reach every row.
void require_key(const Table& table, const std::vector<std::uint16_t>& keys) {
    if (keys.empty()) throw UsageError("table " + table.name() + " has no key to find a row by");
}

void add_values(Writer& out, const std::vector<std::uint16_t>& columns, std::size_t rows) {
    out.add(" VALUES ");
    for (std::size_t row = 0; row < rows; ++row) {
        if (row > 0) out.add(", ");
        add_placeholders(out, columns.size());
    }
}

} // namespace

std::string compile_insert(const Table& table, const std::vector<std::uint16_t>& columns, std::size_t rows,
    const std::vector<std::uint16_t>& returning, const Syntax& syntax) {
    Writer out(syntax);
    out.add("INSERT INTO ");
    out.table(table);
    out.add(" ");
    if (columns.empty()) {
        if (rows != 1) throw UsageError("rows without values are inserted into " + table.name() + " one at a time");
        syntax.default_values(out.text());
    } else {
        out.add("(");
        out.columns(table, columns);
        out.add(")");
        add_values(out, columns, rows);
    }
    if (!returning.empty()) {
        out.add(" RETURNING ");
        out.columns(table, returning);
    }
    return out.take();
}

std::string compile_update(const Table& table, const std::vector<std::uint16_t>& columns,
    const std::vector<std::uint16_t>& keys, const Syntax& syntax) {
    require_key(table, keys);
    if (columns.empty()) throw UsageError("an UPDATE of " + table.name() + " sets nothing");
    Writer out(syntax);
    out.add("UPDATE ");
    out.table(table);
    out.add(" SET ");
    add_equalities(out, table, columns, ", ");
    out.add(" WHERE ");
    add_equalities(out, table, keys, " AND ");
    return out.take();
}

std::string compile_delete(
    const Table& table, const std::vector<std::uint16_t>& keys, const Syntax& syntax, std::size_t rows) {
    require_key(table, keys);
    if (rows != 1 && keys.size() != 1) throw UsageError("rows of " + table.name() + " are deleted one at a time");
    Writer out(syntax);
    out.add("DELETE FROM ");
    out.table(table);
    out.add(" WHERE ");
    if (rows == 1) {
        add_equalities(out, table, keys, " AND ");
    } else {
        out.columns(table, keys);
        out.add(" IN ");
        add_placeholders(out, rows);
    }
    return out.take();
}

} // namespace athanor::kernel
