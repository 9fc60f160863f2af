// SPDX-License-Identifier: MIT
#include "sql/statement_writer.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

std::string StatementWriter::write() {
    switch (tree_.verb()) {
    case Verb::select: select(); break;
    case Verb::count: count(); break;
    case Verb::update: update(); break;
    case Verb::erase: erase(); break;
    }
    return out_.take();
}

void StatementWriter::select() {
    out_.add(tree_.distinct() ? "SELECT DISTINCT " : "SELECT ");
    outputs(false);
    rows();
}

void StatementWriter::count() {
    const bool cut = tree_.distinct() || has_limits() || has(Clause::group_by) || has(Clause::having);
    if (!cut) {
        out_.add("SELECT count(*)");
        return rows();
    }
    out_.add("SELECT count(*) FROM (SELECT ");
    if (tree_.distinct()) {
        out_.add("DISTINCT ");
        outputs(true);
    } else {
        out_.add("1");
    }
    rows();
    out_.add(") AS ");
    out_.identifier("counted");
}

// Some databases want the columns of a subquery to have different names: `named` numbers them.
void StatementWriter::outputs(bool named) {
    std::size_t number = 0;
    for (const std::uint32_t expression : tree_.expressions(tree_.clause(Clause::outputs))) {
        const std::size_t columns = tree_[expression].columns ? tree_[expression].columns->size() : 1;
        for (std::size_t i = 0; i < columns; ++i) {
            if (number > 0) out_.add(", ");
            output(expression, i);
            if (named) name_output(number);
            ++number;
        }
    }
    if (number > 0) return;
    if (named && !tree_.sources().empty())
        target_key();
    else
        out_.add("1");
}

void StatementWriter::output(std::uint32_t expression, std::size_t position) {
    const Node& node = tree_[expression];
    if (node.columns)
        sources_.column(node.argument(), (*node.columns)[position]);
    else
        expressions_.write(expression);
}

void StatementWriter::name_output(std::size_t number) {
    out_.add(" AS ");
    out_.identifier("c" + std::to_string(number));
}

void StatementWriter::rows() {
    sources_.from_roots(plan_);
    where();
    list(" GROUP BY ", Clause::group_by);
    list(" HAVING ", Clause::having);
    list(" ORDER BY ", Clause::order_by);
    limits();
}

void StatementWriter::where() {
    const auto conditions = tree_.expressions(tree_.clause(Clause::where));
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        out_.add(i == 0 ? " WHERE " : " AND ");
        expressions_.write(conditions[i], conditions.size() > 1 ? Precedence::not_ : Precedence::any);
    }
}

void StatementWriter::list(std::string_view keyword, Clause clause) {
    for (const std::uint32_t expression : tree_.expressions(tree_.clause(clause))) {
        out_.add(keyword);
        expressions_.write(expression);
        keyword = ", ";
    }
}

void StatementWriter::limits() {
    list(" LIMIT ", Clause::limit);
    if (!has(Clause::offset)) return;
    if (const std::string_view unlimited = out_.syntax().unlimited(); !has(Clause::limit) && !unlimited.empty()) {
        out_.add(" LIMIT ");
        out_.add(unlimited);
    }
    list(" OFFSET ", Clause::offset);
}

std::string compile(const Program& program, const Syntax& syntax) { return StatementWriter(program, syntax).write(); }

} // namespace athanor::kernel
