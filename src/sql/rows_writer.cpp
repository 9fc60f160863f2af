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

// Whether an operand may stand in the chain of its parent without a SELECT around it. INTERSECT binds tighter than the
// others in some databases and not in others; on the right, only what is the same in any order of execution.
bool is_flat(std::uint32_t parent, std::uint32_t operand, bool right) {
    if (op_of(operand) != Op::set_operation) return false;
    const auto outer = static_cast<SetOperation>(argument_of(parent));
    const auto inner = static_cast<SetOperation>(argument_of(operand));
    const bool same = inner == outer;
    if (right) return same && outer != SetOperation::except;
    return same || outer != SetOperation::intersect;
}

} // namespace

void RowsWriter::in_parentheses(std::uint32_t node, SelectWriter::Names names) {
    if (tree_[node].op() == Op::cte_use) return sources_.cte_name(tree_[node].argument());
    out_.add("(");
    bare(node, names);
    out_.add(")");
}

// A chain of set operations stands flat, however long.
void RowsWriter::bare(std::uint32_t node, SelectWriter::Names names) {
    if (depth_ > deepest) throw UsageError("subqueries are nested more than 100 deep");
    if (tree_[node].op() != Op::set_operation) return select(node, names);
    struct Part {
        std::uint32_t node;
        std::string_view sign; // before it
        bool flat;
    };
    std::vector<Part> parts{{node, {}, true}};
    while (!parts.empty()) {
        const Part part = parts.back();
        parts.pop_back();
        if (!part.flat) {
            out_.add(part.sign);
            operand(part.node, names);
            continue;
        }
        const std::uint32_t code = tree_[part.node].code, right = part.node - 1, left = tree_[right].first - 1;
        parts.push_back({right, sign_of(code), is_flat(code, tree_[right].code, true)});
        parts.push_back({left, part.sign, is_flat(code, tree_[left].code, false)});
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
