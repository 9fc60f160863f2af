// SPDX-License-Identifier: MIT
#include "sql/select_writer.hpp"
#include "athanor/base/error.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

SelectWriter::SelectWriter(Writer& out, SourceWriter& sources, const Tree& tree, Tree::Parts parts, std::uint32_t depth)
    : out_(out),
      sources_(sources),
      tree_(tree),
      parts_(parts),
      expressions_(out, sources, tree, depth),
      plan_(tree, parts_.all, tree.expressions(parts_.clause(Clause::where))),
      depth_(depth) {}

void SelectWriter::select(Names names) {
    with();
    out_.add(parts_.distinct ? "SELECT DISTINCT " : "SELECT ");
    outputs(names);
    rows();
}

void SelectWriter::with() {
    const auto definitions = tree_.expressions(parts_.clause(Clause::with));
    bool recursive = false;
    for (const std::uint32_t definition : definitions) recursive |= is_recursive(tree_[definition].code);
    std::string_view before = recursive ? "WITH RECURSIVE " : "WITH ";
    for (const std::uint32_t definition : definitions) {
        out_.add(before);
        sources_.cte_name(source_of(tree_[definition].code));
        out_.add(" AS (");
        RowsWriter(out_, sources_, tree_, depth_ + 1).bare(definition - 1, Names::outputs);
        out_.add(")");
        before = ", ";
    }
    if (!definitions.empty()) out_.add(" ");
}

void SelectWriter::outputs(Names names) {
    const auto expressions = tree_.expressions(parts_.clause(Clause::outputs));
    std::size_t number = 0;
    for (const std::uint32_t expression : expressions) {
        const Node& node = tree_[expression];
        const std::size_t columns = node.columns ? node.columns->size() : 1;
        for (std::size_t i = 0; i < columns; ++i) {
            if (number > 0) out_.add(", ");
            output(expression, i);
            if (names == Names::outputs) name_output(node, i, number, expressions.size() == 1);
            ++number;
        }
    }
    if (number == 0) out_.add("1");
}

void SelectWriter::output(std::uint32_t expression, std::size_t position) {
    const Node& node = tree_[expression];
    if (node.columns)
        sources_.column(node.argument(), (*node.columns)[position]);
    else
        expressions_.write(expression);
}

// An entity alone keeps the names of its columns, so that an alias of its class can stand for the rows.
void SelectWriter::name_output(const Node& node, std::size_t position, std::size_t number, bool alone) {
    out_.add(" AS ");
    const Table* table = alone && node.columns ? tree_.sources()[node.argument()].table : nullptr;
    out_.identifier(table ? table->column((*node.columns)[position]).name : "c" + std::to_string(number));
}

void SelectWriter::rows() {
    from();
    where();
    list(" GROUP BY ", Clause::group_by);
    list(" HAVING ", Clause::having);
    list(" ORDER BY ", Clause::order_by);
    limits();
}

// A join after a comma could not see the tables before it, so where there are joins all is joined.
void SelectWriter::from() {
    const auto items = tree_.expressions(parts_.clause(Clause::from));
    bool joins = false, first = true;
    for (const std::uint32_t item : items)
        joins |= tree_[item].op() == Op::from && join_kind_of(tree_[item].code) != JoinKind::product;
    for (const std::uint32_t item : items) {
        if (tree_[item].op() != Op::from) continue; // a path, which is joined behind its root
        from_item(item, first, joins);
        first = false;
    }
}

void SelectWriter::from_item(std::uint32_t item, bool first, bool in_joins) {
    const std::uint32_t code = tree_[item].code, source = source_of(code);
    const JoinKind kind = join_kind_of(code);
    if (first && kind != JoinKind::product)
        throw UsageError("a query joins " + sources_.name(source) +
            " to nothing: select something of the other table, or name it with from(…), before the join");
    out_.add(first ? " FROM " : kind == JoinKind::left ? " LEFT JOIN " : in_joins ? " INNER JOIN " : ", ");
    const bool together = has_condition(code) && condition_needs_paths(item);
    if (together) out_.add("(");
    if (has_rows(code)) {
        const auto operands = tree_.operands(item);
        RowsWriter(out_, sources_, tree_, depth_ + 1).in_parentheses(operands.front(), Names::outputs);
        sources_.as_alias(source);
    } else {
        sources_.table_as(source);
    }
    if (together) sources_.paths(source, plan_);
    if (together) out_.add(")");
    if (has_condition(code)) {
        out_.add(" ON ");
        expressions_.write(item - 1);
    } else if (!first && in_joins) {
        out_.add(" ON 1 = 1");
    }
    if (!together) sources_.paths(source, plan_);
}

// Its paths hang on the table that is joined, and the condition of that join already speaks of them.
bool SelectWriter::condition_needs_paths(std::uint32_t item) const {
    const JoinPlan needed(tree_, tree_.span(item - 1), {});
    const std::uint32_t source = source_of(tree_[item].code);
    for (std::uint32_t path = source + 1; path < tree_.sources().size(); ++path)
        if (needed.used(path) && needed.owner(path) == source) return true;
    return false;
}

void SelectWriter::where() {
    const auto conditions = tree_.expressions(parts_.clause(Clause::where));
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        out_.add(i == 0 ? " WHERE " : " AND ");
        expressions_.write(conditions[i], conditions.size() > 1 ? Precedence::not_ : Precedence::any);
    }
}

void SelectWriter::list(std::string_view keyword, Clause clause) {
    for (const std::uint32_t expression : tree_.expressions(parts_.clause(clause))) {
        out_.add(keyword);
        expressions_.write(expression);
        keyword = ", ";
    }
}

void SelectWriter::limits() {
    list(" LIMIT ", Clause::limit);
    if (!has(Clause::offset)) return;
    if (const std::string_view unlimited = out_.syntax().unlimited(); !has(Clause::limit) && !unlimited.empty()) {
        out_.add(" LIMIT ");
        out_.add(unlimited);
    }
    list(" OFFSET ", Clause::offset);
}

} // namespace athanor::kernel
