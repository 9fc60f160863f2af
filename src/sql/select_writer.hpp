// SPDX-License-Identifier: MIT
#pragma once
#include "sql/expression_writer.hpp"

namespace athanor::kernel {

/// Writes one SELECT: the statement, or a subquery of it. Subqueries are written by writers of their own; how deep they
/// nest is limited, as databases do.
class SelectWriter {
public:
    SelectWriter(Writer& out, SourceWriter& sources, const Tree& tree, Tree::Parts parts, std::uint32_t depth = 0);

    /// What names the outputs of a subquery: nobody (they are not spoken of), or c0, c1, … or the columns of an entity.
    enum class Names { none, outputs };

    /// `WITH … SELECT … FROM …`
    void select(Names names = Names::none);
    void outputs(Names names);
    /// ` FROM … WHERE …` and so on, up to OFFSET.
    void rows();
    void where();

    bool has(Clause clause) const noexcept { return parts_.has(clause); }
    bool has_limits() const noexcept { return has(Clause::limit) || has(Clause::offset); }
    const JoinPlan& plan() const noexcept { return plan_; }
    ExpressionWriter& expressions() noexcept { return expressions_; }

private:
    void with();
    void output(std::uint32_t expression, std::size_t position);
    void name_output(const Node& node, std::size_t position, std::size_t number, bool alone);
    void from();
    void from_item(std::uint32_t item, bool first, bool in_joins);
    bool condition_needs_paths(std::uint32_t item) const;
    void limits();
    void list(std::string_view keyword, Clause clause);

    Writer& out_;
    SourceWriter& sources_;
    const Tree& tree_;
    Tree::Parts parts_;
    ExpressionWriter expressions_;
    JoinPlan plan_;
    std::uint32_t depth_;
};

/// Writes the rows of a select, set operation or common table expression, with parentheses where they are needed to
/// stand in FROM, IN or EXISTS.
class RowsWriter {
public:
    RowsWriter(Writer& out, SourceWriter& sources, const Tree& tree, std::uint32_t depth)
        : out_(out), sources_(sources), tree_(tree), depth_(depth) {}

    /// `(SELECT …)`; of a common table expression its name.
    void in_parentheses(std::uint32_t node, SelectWriter::Names names);
    void bare(std::uint32_t node, SelectWriter::Names names);

private:
    void operand(std::uint32_t node, SelectWriter::Names names);
    void select(std::uint32_t node, SelectWriter::Names names);

    Writer& out_;
    SourceWriter& sources_;
    const Tree& tree_;
    std::uint32_t depth_;
};

} // namespace athanor::kernel
