// SPDX-License-Identifier: MIT
#include "athanor/sql/insert.hpp"
#include "athanor/base/error.hpp"
#include "athanor/sql/statement.hpp"
#include "sql/program.hpp"
#include "sql/statement_writer.hpp"

namespace athanor::kernel {
namespace {

std::uint32_t clause_word(Clause clause) { return word(Op::clause, static_cast<std::uint32_t>(clause)); }

void add_columns(Program& program, const std::vector<std::uint16_t>& columns) {
    for (const std::uint16_t column : columns) program.words.push_back(word(Op::column, column_argument(0, column)));
}

} // namespace

// The columns stand in `outputs`, the rows in `from`; `conflict` is there when there is anything to say about it.
Program Insert::program() const {
    Program program;
    program.words.push_back(first_word(Verb::insert, false));
    program.sources.push_back(target);
    add_columns(program, columns);
    program.words.push_back(clause_word(Clause::from));
    join(program, rows.program());
    if (on_conflict == OnConflict::fail) return program;
    program.words.push_back(clause_word(Clause::conflict));
    add_columns(program, conflict);
    program.words.push_back(word(Op::row, static_cast<std::uint32_t>(conflict.size())));
    if (on_conflict == OnConflict::ignore) return program;
    program.words.push_back(clause_word(Clause::set));
    join(program, assignments.program());
    if (where.empty()) return program;
    program.words.push_back(clause_word(Clause::where));
    join(program, where.program());
    return program;
}

void StatementWriter::insert() {
    const Tree::Parts& parts = tree_.statement();
    sources_.call_target_by_name(true);
    const Table& table = *tree_.sources()[0].table;
    out_.add("INSERT INTO ");
    out_.table(table);
    out_.add(" (");
    out_.columns(table, columns_of(parts.clause(Clause::outputs)));
    out_.add(")");
    insert_rows();
    if (parts.has(Clause::conflict)) conflict();
}

std::vector<std::uint16_t> StatementWriter::columns_of(Tree::Span span) const {
    std::vector<std::uint16_t> columns;
    for (const std::uint32_t node : tree_.expressions(span))
        columns.push_back(static_cast<std::uint16_t>(number_of_column(tree_[node].code)));
    return columns;
}

void StatementWriter::insert_rows() {
    const Tree::Parts& parts = tree_.statement();
    const auto rows = tree_.expressions(parts.clause(Clause::from));
    if (rows.empty()) throw UsageError("an INSERT has no rows");
    if (tree_[rows[0]].op() != Op::row) {
        out_.add(" ");
        RowsWriter writer(out_, sources_, tree_, 1);
        // without WHERE, the ON of ON CONFLICT could be that of a join
        if (!parts.has(Clause::conflict)) return writer.bare(rows[0], SelectWriter::Names::none);
        out_.add("SELECT * FROM ");
        writer.in_parentheses(rows[0], SelectWriter::Names::outputs);
        out_.add(" AS ");
        out_.identifier("given");
        return out_.add(" WHERE 1 = 1");
    }
    std::string_view before = " VALUES (";
    for (const std::uint32_t row : rows) {
        for (const std::uint32_t value : tree_.operands(row)) {
            out_.add(before);
            select_.expressions().write(value);
            before = ", ";
        }
        before = "), (";
    }
    out_.add(")");
}

void StatementWriter::conflict() {
    const Tree::Parts& parts = tree_.statement();
    const auto columns = columns_of({parts.clause(Clause::conflict).begin, parts.clause(Clause::conflict).end - 1});
    const Table& table = *tree_.sources()[0].table;
    out_.add(" ON CONFLICT ");
    if (!columns.empty()) {
        out_.add("(");
        out_.columns(table, columns);
        out_.add(") ");
    }
    if (!parts.has(Clause::set)) return out_.add("DO NOTHING");
    out_.add("DO UPDATE SET ");
    assignments();
    if (JoinPlan(tree_, parts.clause(Clause::where), {}).joins_root())
        throw UsageError("the WHERE of an INSERT cannot speak of columns of another table; ask with exists or a "
                         "subquery");
    select_.where();
}

} // namespace athanor::kernel
