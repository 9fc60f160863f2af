// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "sql/select_writer.hpp"

namespace athanor::kernel {
namespace {

constexpr std::uint32_t deepest = 100; // databases give up earlier

std::string_view sign_of(std::uint32_t set_operation) {
    switch (static_cast<SetOperation>(argument_of(set_operation))) {
    case SetOperation::union_: return " UNION ";
    case SetOperation::union_all: return " UNION ALL ";
    case SetOperation::intersect: return " INTERSECT ";
    case SetOperation::except: return " EXCEPT ";
    }
    return {};
}

bool is_intersect(std::uint32_t code) {
    return op_of(code) == Op::set_operation && argument_of(code) == static_cast<std::uint32_t>(SetOperation::intersect);
}

} // namespace

void RowsWriter::in_parentheses(std::uint32_t node, SelectWriter::Names names) {
    if (tree_[node].op() == Op::cte_use) return sources_.cte_name(tree_[node].argument());
    out_.add("(");
    bare(node, names);
    out_.add(")");
}

// Operands on the left stand flat, however many. INTERSECT binds tighter in some databases and not in others.
void RowsWriter::bare(std::uint32_t node, SelectWriter::Names names) {
    if (depth_ > deepest) throw UsageError("subqueries are nested more than 100 deep");
    if (tree_[node].op() != Op::set_operation) return select(node, names);
    std::vector<std::uint32_t> chain;
    std::uint32_t left = node;
    while (tree_[left].op() == Op::set_operation && (chain.empty() || !is_intersect(tree_[chain.back()].code))) {
        chain.push_back(left);
        left = tree_.operands(left)[0];
    }
    operand(left, names);
    for (; !chain.empty(); chain.pop_back()) {
        out_.add(sign_of(tree_[chain.back()].code));
        operand(chain.back() - 1, names);
    }
}

// In a set operation, ORDER BY, LIMIT and the like need a SELECT around theirs; not all databases take parentheses.
void RowsWriter::operand(std::uint32_t node, SelectWriter::Names names) {
    bool plain = tree_[node].op() == Op::select;
    if (plain) {
        const Tree::Parts parts = tree_.parts(node);
        for (const Clause clause : {Clause::with, Clause::order_by, Clause::limit, Clause::offset})
            plain = plain && !parts.has(clause);
    }
    if (plain) return select(node, names);
    out_.add("SELECT * FROM (");
    RowsWriter(out_, sources_, tree_, depth_ + 1).bare(node, SelectWriter::Names::outputs);
    out_.add(") AS ");
    out_.identifier("operand");
}

void RowsWriter::select(std::uint32_t node, SelectWriter::Names names) {
    SelectWriter(out_, sources_, tree_, tree_.parts(node), depth_).select(names);
}

} // namespace athanor::kernel
