// SPDX-License-Identifier: MIT
#include "sql/expression_writer.hpp"
#include "athanor/base/error.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

void ExpressionWriter::write(std::uint32_t node, Precedence at_least) {
    stack_.assign(1, {{}, node, at_least});
    kept_.clear();
    while (!stack_.empty()) {
        const Task task = stack_.back();
        stack_.pop_back();
        if (!task.text.empty()) {
            out_.add(task.text);
            continue;
        }
        plan_.clear();
        begin(task.node, task.at_least);
        stack_.insert(stack_.end(), plan_.rbegin(), plan_.rend());
    }
}

// AND or OR of one operand is that operand.
std::uint32_t ExpressionWriter::behind_single_and_or(std::uint32_t node) const {
    while ((tree_[node].op() == Op::and_ || tree_[node].op() == Op::or_) && tree_[node].argument() == 1) --node;
    return node;
}

void ExpressionWriter::begin(std::uint32_t node, Precedence at_least) {
    node = behind_single_and_or(node);
    const bool parentheses = precedence_of(tree_[node].code) < at_least;
    if (parentheses) out_.add("(");
    begin_operator(node);
    if (parentheses) then(")");
}

void ExpressionWriter::begin_operator(std::uint32_t node) {
    const Node& self = tree_[node];
    switch (self.op()) {
    case Op::column: return sources_.column(source_of_column(self.code), number_of_column(self.code));
    case Op::columns: return column_list(self);
    case Op::param: return out_.placeholder();
    case Op::null: return out_.add("NULL");
    case Op::count_all: return out_.add("count(*)");
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return comparison(node);
    case Op::like: return like(node);
    case Op::is_null: return postfix(node - 1, " IS NULL", Precedence::concat);
    case Op::is_not_null: return postfix(node - 1, " IS NOT NULL", Precedence::concat);
    case Op::and_:
    case Op::or_: return and_or(node);
    case Op::not_: return prefix("NOT ", node - 1, Precedence::atom);
    case Op::in: return in(node);
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div:
    case Op::mod: return arithmetic(node);
    case Op::concat: return concat(node);
    case Op::neg: return prefix("-", node - 1, Precedence::atom);
    case Op::function: return function(node);
    case Op::cast: return cast(node);
    case Op::case_: return case_(node);
    case Op::exists:
    case Op::exists_any: return exists(node);
    case Op::ascending: return then(node - 1, Precedence::any);
    case Op::descending: return postfix(node - 1, " DESC", Precedence::any);
    case Op::distinct: return prefix("DISTINCT ", node - 1, Precedence::any);
    case Op::in_list: return in_list(node);
    case Op::in_select: return in_select(node);
    case Op::select: return subquery(node);
    case Op::exists_select: out_.add("EXISTS "); return subquery(node - 1);
    case Op::set_operation: return subquery(node);
    case Op::proposed: {
        out_.syntax().proposed(
            out_.text(), tree_.sources()[0].table->column(static_cast<std::uint16_t>(self.argument())).name);
        return;
    }
    case Op::entity_end:
    case Op::clause:
    case Op::part:
    case Op::from:
    case Op::cte:
    case Op::cte_use:
    case Op::row: break;
    }
    throw UsageError("an SQL program holds an unknown operator");
}

void ExpressionWriter::then_list(
    const std::vector<std::uint32_t>& nodes, std::size_t from, std::string_view separator) {
    for (std::size_t i = from; i < nodes.size(); ++i) {
        if (i > from) then(separator);
        then(nodes[i], Precedence::any);
    }
}

void ExpressionWriter::prefix(std::string_view text, std::uint32_t node, Precedence at_least) {
    out_.add(text);
    then(node, at_least);
}

void ExpressionWriter::postfix(std::uint32_t node, std::string_view text, Precedence at_least) {
    then(node, at_least);
    then(text);
}

} // namespace athanor::kernel
