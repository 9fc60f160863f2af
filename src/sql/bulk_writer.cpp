// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "sql/program.hpp"
#include "sql/statement_writer.hpp"

namespace athanor::kernel {

void StatementWriter::update() {
    const Target by = target();
    out_.add("UPDATE ");
    write_target(by);
    out_.add(" SET ");
    assignments();
    write_target_rows(by);
}

void StatementWriter::erase() {
    const Target by = target();
    out_.add("DELETE FROM ");
    write_target(by);
    write_target_rows(by);
}

// The alias only where a subquery needs it; and what must be joined, ordered or cut needs a SELECT to find the rows.
StatementWriter::Target StatementWriter::target() const {
    const auto& sources = tree_.sources();
    if (sources.empty() || sources[0].kind != Source::root) throw UsageError("an UPDATE or DELETE names no table");
    bool found_by_select = select_.plan().joins_root() || select_.has_limits() || select_.has(Clause::order_by) ||
        select_.has(Clause::group_by);
    for (std::size_t i = 1; i < sources.size(); ++i) found_by_select |= sources[i].kind == Source::root;
    if (found_by_select) return Target::by_key;
    if (sources.size() == 1) return Target::by_name;
    return tree_.verb() == Verb::update || out_.syntax().alias_in_delete() ? Target::by_alias : Target::by_key;
}

void StatementWriter::write_target(Target target) {
    sources_.call_target_by_name(target != Target::by_alias);
    if (target == Target::by_alias)
        sources_.table_as(0);
    else
        out_.table(*tree_.sources()[0].table);
}

void StatementWriter::write_target_rows(Target target) {
    if (target != Target::by_key) return select_.where();
    const Table& table = *tree_.sources()[0].table;
    const auto key = table.primary_key();
    if (key.empty()) throw UsageError("table " + table.name() + " needs a primary key for this UPDATE or DELETE");
    out_.add(key.size() == 1 ? " WHERE " : " WHERE (");
    out_.columns(table, key);
    out_.add(key.size() == 1 ? " IN (SELECT " : ") IN (SELECT ");
    sources_.call_target_by_name(false);
    target_key();
    select_.rows();
    out_.add(")");
}

// The primary key of source 0, or all its columns when it has none.
void StatementWriter::target_key() {
    const Table& table = *tree_.sources()[0].table;
    auto key = table.primary_key();
    if (key.empty())
        for (std::size_t i = 0; i < table.columns().size(); ++i) key.push_back(static_cast<std::uint16_t>(i));
    std::string_view separator;
    for (const std::uint16_t column : key) {
        out_.add(separator);
        sources_.column(0, column);
        separator = ", ";
    }
}

void StatementWriter::assignments() {
    const Tree::Span span = tree_.statement().clause(Clause::set);
    const auto parts = tree_.expressions(span);
    if (parts.empty() || parts.size() % 2 != 0) throw UsageError("an UPDATE needs pairs of column and value");
    if (JoinPlan(tree_, span, {}).joins_root()) throw UsageError("an UPDATE cannot set a column from another table");
    const Table& table = *tree_.sources()[0].table;
    for (std::size_t i = 0; i < parts.size(); i += 2) {
        const std::uint32_t code = tree_[parts[i]].code;
        if (op_of(code) != Op::column || source_of_column(code) != 0)
            throw UsageError("an UPDATE sets columns of its own table only");
        if (i > 0) out_.add(", ");
        out_.columns(table, {static_cast<std::uint16_t>(number_of_column(code))});
        out_.add(" = ");
        select_.expressions().write(parts[i + 1]);
    }
}

} // namespace athanor::kernel
