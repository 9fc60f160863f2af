// SPDX-License-Identifier: MIT
#include "athanor/sql/ddl.hpp"
#include "sql/writer.hpp"

namespace athanor::kernel {
namespace {

// "ix_posts_author_id_title"
std::string index_name(const Table& table, const std::vector<std::uint16_t>& columns) {
    std::string name = "ix_" + table.name();
    for (const std::uint16_t column : columns) name += "_" + table.column(column).name;
    return name;
}

std::string compile_index(
    const Table& table, const std::vector<std::uint16_t>& columns, const Syntax& syntax, bool if_not_exists) {
    const bool in_schema = syntax.attached_schemas() && !table.schema().empty();
    Writer out(syntax);
    out.add(if_not_exists ? "CREATE INDEX IF NOT EXISTS " : "CREATE INDEX ");
    if (in_schema) {
        out.identifier(table.schema());
        out.add(".");
    }
    out.identifier(index_name(table, columns));
    out.add(" ON ");
    if (in_schema)
        out.identifier(table.name());
    else
        out.table(table);
    out.add(" (");
    out.columns(table, columns);
    out.add(")");
    return out.take();
}

// Said twice, with the column and with the table.
bool is_indexed_column(const Table& table, const std::vector<std::uint16_t>& columns) {
    return columns.size() == 1 && table.column(columns[0]).indexed;
}

} // namespace

std::vector<std::string> compile_indexes(const Table& table, const Syntax& syntax, bool if_not_exists) {
    std::vector<std::string> statements;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        const auto column = static_cast<std::uint16_t>(i);
        if (table.column(column).indexed) statements.push_back(compile_index(table, {column}, syntax, if_not_exists));
    }
    for (const auto& columns : table.indexes)
        if (!columns.empty() && !is_indexed_column(table, columns))
            statements.push_back(compile_index(table, columns, syntax, if_not_exists));
    return statements;
}

} // namespace athanor::kernel
