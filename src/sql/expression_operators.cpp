// SPDX-License-Identifier: MIT
#include "sql/balanced_list.hpp"
#include "sql/expression_writer.hpp"

namespace athanor::kernel {

// `= NULL` is never true; what is meant is IS NULL.
void ExpressionWriter::comparison(std::uint32_t node) {
    const auto operands = tree_.operands(node);
    const Op op = tree_[node].op();
    const bool equality = op == Op::eq || op == Op::ne;
    const std::string_view is_null = op == Op::eq ? " IS NULL" : " IS NOT NULL";
    if (equality && tree_[operands[1]].op() == Op::null) return postfix(operands[0], is_null, Precedence::concat);
    if (equality && tree_[operands[0]].op() == Op::null) return postfix(operands[1], is_null, Precedence::concat);
    then(operands[0], Precedence::concat);
    then(infix(op));
    then(operands[1], Precedence::concat);
}

void ExpressionWriter::like(std::uint32_t node) {
    comparison(node);
    if (const std::uint32_t escape = tree_[node].argument(); escape != 0) {
        const char letter = static_cast<char>(escape);
        then_made(std::string(" ESCAPE '") + (letter == '\'' ? "''" : std::string(1, letter)) + "'");
    }
}

void ExpressionWriter::arithmetic(std::uint32_t node) {
    const auto operands = tree_.operands(node);
    const Precedence own = precedence_of(tree_[node].code);
    then(operands[0], own);
    then(infix(tree_[node].op()));
    then(operands[1], tighter_than(own));
}

void ExpressionWriter::concat(std::uint32_t node) {
    const auto operands = tree_.operands(node);
    if (out_.syntax().concat_function()) {
        out_.add("concat(");
        then_list(operands, 0, ", ");
        return then(")");
    }
    for (std::size_t i = 0; i < 2; ++i) { // on either side, a chain is a chain
        const bool chain = tree_[operands[i]].op() == Op::concat;
        if (i > 0) then(infix(Op::concat));
        then(operands[i], chain ? Precedence::concat : Precedence::atom);
    }
}

// `negated`: the opposite, which is OR of the opposites of the operands of AND.
void ExpressionWriter::and_or(std::uint32_t node, bool negated) {
    const auto operands = tree_.operands(node);
    const bool is_and = (tree_[node].op() == Op::and_) != negated;
    if (operands.empty()) return out_.add(is_and ? "1 = 1" : "1 = 0");
    const BalancedList groups(operands.size());
    if (!groups.flat() && !negated && asks_one_column(operands, is_and ? Op::ne : Op::eq))
        return one_column(operands, is_and ? " NOT IN (" : " IN (");
    for (std::size_t i = 0; i < operands.size(); ++i) {
        if (i > 0) then(is_and ? " AND " : " OR ");
        for (std::size_t open = groups.opened_before(i); open > 0; --open) then("(");
        then(operands[i], is_and ? Precedence::not_ : Precedence::and_, negated);
        for (std::size_t close = groups.closed_after(i); close > 0; --close) then(")");
    }
}

// Long chains over one column: SQLite plans what it does not know as a list in time that goes with the square.
bool ExpressionWriter::asks_one_column(const std::vector<std::uint32_t>& comparisons, Op op) const {
    const std::uint32_t column = tree_[tree_[comparisons[0]].first].code;
    if (op_of(column) != Op::column) return false;
    for (const std::uint32_t comparison : comparisons) {
        const std::uint32_t first = tree_[comparison].first;
        const bool fits = tree_[comparison].op() == op && first + 2 == comparison && tree_[first].code == column &&
            tree_[first + 1].op() == Op::param;
        if (!fits) return false;
    }
    return true;
}

void ExpressionWriter::one_column(const std::vector<std::uint32_t>& comparisons, std::string_view in) {
    then(tree_[comparisons[0]].first, Precedence::concat);
    then(in);
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        if (i > 0) then(", ");
        then(comparisons[i] - 1, Precedence::any);
    }
    then(")");
}

// Nothing is in an empty list, not even NULL. An operand with parameters is printed all the same: they are bound.
void ExpressionWriter::in(std::uint32_t node) {
    const auto operands = tree_.operands(node);
    if (operands.size() == 1 && !has_params(operands[0])) return out_.add("1 = 0");
    if (operands.size() == 1) {
        out_.add("(");
        return postfix(operands[0], " IS NULL AND 1 = 0)", Precedence::concat);
    }
    then(operands[0], Precedence::concat);
    then(" IN (");
    then_list(operands, 1, ", ");
    then(")");
}

void ExpressionWriter::in_list(std::uint32_t node) {
    then(tree_.operands(node)[0], Precedence::concat);
    then(" IN (");
    then_made(std::string(out_.syntax().elements_before()));
    then(node - 1, Precedence::any);
    then_made(std::string(out_.syntax().elements_after()) + ")");
}

bool ExpressionWriter::has_params(std::uint32_t node) const {
    for (std::uint32_t i = tree_[node].first; i <= node; ++i)
        if (tree_[i].op() == Op::param) return true;
    return false;
}

} // namespace athanor::kernel
