// SPDX-License-Identifier: MIT
#include "sql/source_writer.hpp"
#include "athanor/base/error.hpp"

namespace athanor::kernel {

void SourceWriter::column(std::uint32_t source, std::size_t column) {
    if (sources_[source].kind == Source::proposed)
        return out_.syntax().proposed(
            out_.text(), sources_[source].table->column(static_cast<std::uint16_t>(column)).name);
    alias(source);
    qualified(sources_[source].table, column);
}

// Without a table these are the rows of a subquery.
void SourceWriter::qualified(const Table* table, std::size_t column) {
    if (table && column >= table->columns().size()) throw UsageError("table " + table->name() + " has no such column");
    out_.add(".");
    out_.identifier(table ? table->column(static_cast<std::uint16_t>(column)).name : "c" + std::to_string(column));
}

void SourceWriter::alias(std::uint32_t source) {
    if (source == 0 && target_by_name_)
        out_.identifier(sources_[0].table->name());
    else
        out_.identifier("t" + std::to_string(source));
}

void SourceWriter::alias_via(std::uint32_t source) { out_.identifier("t" + std::to_string(source) + "_via"); }

void SourceWriter::as_alias(std::uint32_t source) {
    out_.add(" AS ");
    alias(source);
}

void SourceWriter::cte_name(std::uint32_t source) { out_.identifier("with" + std::to_string(source)); }

std::string SourceWriter::name(std::uint32_t source) const {
    const Table* table = sources_[source].table;
    return table ? "table " + table->name() : "the rows of a subquery";
}

void SourceWriter::table_as(std::uint32_t source) {
    if (!sources_[source].table)
        throw UsageError("a query speaks of the rows of a subquery, which stands in its FROM nowhere: name it with "
                         "from(…) or join(…)");
    out_.table(*sources_[source].table);
    as_alias(source);
}

void SourceWriter::table_as_via(std::uint32_t source) {
    out_.table(*sources_[source].join->via);
    out_.add(" AS ");
    alias_via(source);
}

void SourceWriter::from_subquery(std::uint32_t source, const JoinPlan& plan) {
    out_.add(" FROM ");
    table_as(source);
    if (const Join* join = sources_[source].join; join && join->via) {
        out_.add(" INNER JOIN ");
        table_as_via(source);
        out_.add(" ON ");
        on_via(source);
    }
    paths(source, plan);
}

// Parents have smaller numbers, so each join sees the table it hangs on.
void SourceWriter::paths(std::uint32_t owner, const JoinPlan& plan) {
    for (std::uint32_t source = owner + 1; source < sources_.size(); ++source)
        if (plan.used(source) && plan.owner(source) == owner)
            path(source, plan.inner(source) ? " INNER JOIN " : " LEFT JOIN ");
}

void SourceWriter::path(std::uint32_t source, std::string_view join) {
    if (sources_[source].join->via) {
        out_.add(join);
        table_as_via(source);
        out_.add(" ON ");
        on_parent(source);
    }
    out_.add(join);
    table_as(source);
    out_.add(" ON ");
    if (sources_[source].join->via)
        on_via(source);
    else
        on_parent(source);
}

void SourceWriter::on_parent(std::uint32_t source) {
    const Join& join = *sources_[source].join;
    std::string_view separator;
    for (const auto& [here, there] : join.on) {
        out_.add(separator);
        if (join.via) {
            alias_via(source);
            qualified(join.via, there);
        } else {
            column(source, there);
        }
        out_.add(" = ");
        column(sources_[source].parent, here);
        separator = " AND ";
    }
}

void SourceWriter::on_via(std::uint32_t source) {
    const Join& join = *sources_[source].join;
    std::string_view separator;
    for (const auto& [via, there] : join.on_target) {
        out_.add(separator);
        column(source, there);
        out_.add(" = ");
        alias_via(source);
        qualified(join.via, via);
        separator = " AND ";
    }
}

} // namespace athanor::kernel
