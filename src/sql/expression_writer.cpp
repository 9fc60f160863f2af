// SPDX-License-Identifier: MIT
#include "sql/expression_writer.hpp"
#include "athanor/base/error.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

void ExpressionWriter::write(std::uint32_t node, Precedence at_least) {
    stack_.assign(1, {{}, node, at_least, false});
    kept_.clear();
    while (!stack_.empty()) {
        const Task task = stack_.back();
        stack_.pop_back();
        if (!task.text.empty()) {
            out_.add(task.text);
            continue;
        }
        plan_.clear();
        begin(task.node, task.at_least, task.negated);
        stack_.insert(stack_.end(), plan_.rbegin(), plan_.rend());
    }
}

namespace {

bool is_and_or(const Node& node) { return node.op() == Op::and_ || node.op() == Op::or_; }

} // namespace

// AND or OR of one operand is that operand, and two NOTs are none.
void ExpressionWriter::strip(std::uint32_t& node, bool& negated) const {
    for (;; --node) {
        const bool is_not = tree_[node].op() == Op::not_;
        if (!is_not && !(is_and_or(tree_[node]) && tree_[node].argument() == 1)) return;
        negated ^= is_not;
    }
}

// NOT (NOT a AND b) is a OR NOT b, which nests less; where no operand is negated nothing would be gained.
bool ExpressionWriter::goes_inward(std::uint32_t node) const {
    if (!is_and_or(tree_[node])) return false;
    for (std::uint32_t operand : tree_.operands(node)) {
        bool negated = false;
        strip(operand, negated);
        if (negated) return true;
    }
    return false;
}

void ExpressionWriter::begin(std::uint32_t node, Precedence at_least, bool negated) {
    strip(node, negated);
    const bool inward = negated && goes_inward(node);
    const std::uint32_t code = tree_[node].code;
    Precedence own = precedence_of(code);
    if (inward) own = tree_[node].op() == Op::and_ ? Precedence::or_ : Precedence::and_;
    if (negated && !inward) own = Precedence::not_;
    const bool parentheses = own < at_least;
    if (parentheses) out_.add("(");
    if (is_and_or(tree_[node]) && (inward || !negated))
        and_or(node, inward);
    else if (negated)
        prefix("NOT ", node, Precedence::atom);
    else
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
    case Op::row: {
        out_.add("(");
        then_list(tree_.operands(node), 0, ", ");
        return then(")");
    }
    case Op::entity_end:
    case Op::clause:
    case Op::part:
    case Op::from:
    case Op::cte:
    case Op::cte_use:
    case Op::and_: // begin() has seen to these
    case Op::or_:
    case Op::not_: break;
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
