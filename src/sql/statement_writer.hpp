// SPDX-License-Identifier: MIT
#pragma once
#include "sql/select_writer.hpp"

namespace athanor::kernel {

/// Writes whole statements.
class StatementWriter {
public:
    StatementWriter(const Program& program, const Syntax& syntax)
        : tree_(program),
          out_(syntax),
          sources_(out_, program.sources),
          select_(out_, sources_, tree_, tree_.statement()) {}

    std::string write();

private:
    void require_placed_roots() const;
    void count();
    void update();
    void erase();
    void target_key();
    void insert();
    void insert_rows();
    void conflict();
    std::vector<std::uint16_t> columns_of(Tree::Span span) const;

    /// How an UPDATE or DELETE names its rows.
    enum class Target { by_name, by_alias, by_key };
    Target target() const;
    void write_target(Target target);
    void write_target_rows(Target target);
    void assignments();

    Tree tree_;
    Writer out_;
    SourceWriter sources_;
    SelectWriter select_;
};

} // namespace athanor::kernel
