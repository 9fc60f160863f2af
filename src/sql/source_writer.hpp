// SPDX-License-Identifier: MIT
#pragma once
#include "sql/join_plan.hpp"
#include "sql/writer.hpp"

namespace athanor::kernel {

/// Writes the tables a statement speaks of: their aliases, columns, and how they are joined.
class SourceWriter {
public:
    SourceWriter(Writer& out, const std::vector<Source>& sources) : out_(out), sources_(sources) {}

    /// Source 0 goes by the name of its table instead of an alias.
    void call_target_by_name(bool by_name) noexcept { target_by_name_ = by_name; }

    void column(std::uint32_t source, std::size_t column);
    /// The joins of the paths that begin at this source.
    void paths(std::uint32_t owner, const JoinPlan& plan);
    /// ` FROM …` of an EXISTS.
    void from_subquery(std::uint32_t source, const JoinPlan& plan);
    /// The condition that joins a path or a subquery to its parent.
    void on_parent(std::uint32_t source);
    /// `"posts" AS "t0"`
    void table_as(std::uint32_t source);
    /// ` AS "t0"`
    void as_alias(std::uint32_t source);
    void cte_name(std::uint32_t source);
    /// For messages.
    std::string name(std::uint32_t source) const;

private:
    void alias(std::uint32_t source);
    void alias_via(std::uint32_t source);
    void table_as_via(std::uint32_t source);
    void path(std::uint32_t source, std::string_view join);
    void on_via(std::uint32_t source);
    void qualified(const Table* table, std::size_t column);

    Writer& out_;
    const std::vector<Source>& sources_;
    bool target_by_name_ = false;
};

} // namespace athanor::kernel
