// SPDX-License-Identifier: MIT
#pragma once
#include "sql/expression_writer.hpp"

namespace athanor::kernel {

/// Writes whole statements, clause by clause.
class StatementWriter {
public:
    StatementWriter(const Program& program, const Syntax& syntax)
        : tree_(program),
          out_(syntax),
          sources_(out_, program.sources),
          expressions_(out_, sources_, tree_),
          plan_(tree_, tree_.all(), tree_.expressions(tree_.clause(Clause::where))) {}

    std::string write();

private:
    bool has(Clause clause) const noexcept { return !tree_.clause(clause).empty(); }
    bool has_limits() const noexcept { return has(Clause::limit) || has(Clause::offset); }

    void select();
    void count();
    void update();
    void erase();

    /// ` FROM … WHERE …` and so on, up to OFFSET.
    void rows();
    void outputs(bool named);
    void output(std::uint32_t expression, std::size_t position);
    void name_output(std::size_t number);
    void target_key();
    void where();
    void limits();
    void list(std::string_view keyword, Clause clause);

    /// How an UPDATE or DELETE names its rows.
    enum class Target { by_name, by_alias, by_key };
    Target target() const;
    void write_target(Target target);
    void write_target_rows(Target target);
    void assignments();

    Tree tree_;
    Writer out_;
    SourceWriter sources_;
    ExpressionWriter expressions_;
    JoinPlan plan_;
};

} // namespace athanor::kernel
