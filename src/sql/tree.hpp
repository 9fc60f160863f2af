// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/statement.hpp"
#include <array>

namespace athanor::kernel {

/// One operator or operand of a program.
struct Node {
    std::uint32_t code;        ///< its word
    std::uint32_t first;       ///< the first node of its operands (itself when it has none)
    const ColumnList* columns; ///< of Op::columns
    Op op() const noexcept { return op_of(code); }
    std::uint32_t argument() const noexcept { return argument_of(code); }
};

/// A program cut into its clauses, each a row of nodes in postfix order: operands stand right before their operator,
/// so a tree of any depth is walked without recursion.
class Tree {
public:
    /// Nodes from `begin` to before `end`.
    struct Span {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        bool empty() const noexcept { return begin == end; }
    };

    /// The clauses of one SELECT: the statement, or a subquery of it.
    struct Parts {
        std::array<Span, clause_count> clauses{};
        Span all;
        bool distinct = false;
        Span clause(Clause clause) const noexcept { return clauses[static_cast<std::size_t>(clause)]; }
        bool has(Clause wanted) const noexcept { return !clause(wanted).empty(); }
    };

    explicit Tree(const Program& program);

    Verb verb() const noexcept { return verb_; }
    const Parts& statement() const noexcept { return statement_; }
    /// Of Op::select.
    Parts parts(std::uint32_t select) const;
    const std::vector<Source>& sources() const noexcept { return program_->sources; }
    const Node& operator[](std::uint32_t node) const noexcept { return nodes_[node]; }

    /// A node with all its operands.
    Span span(std::uint32_t node) const noexcept { return {nodes_[node].first, node + 1}; }
    /// The expressions that stand side by side in a span, left to right.
    std::vector<std::uint32_t> expressions(Span span) const;
    /// The operands of a node, left to right.
    std::vector<std::uint32_t> operands(std::uint32_t node) const { return expressions({nodes_[node].first, node}); }

private:
    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }
    void add(std::uint32_t code, const ColumnList* columns, std::uint32_t begin);

    const Program* program_;
    Verb verb_;
    std::vector<Node> nodes_;
    Parts statement_;
};

} // namespace athanor::kernel
