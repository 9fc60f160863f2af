// SPDX-License-Identifier: MIT
#include "sql/statement_writer.hpp"
#include "athanor/base/error.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

std::string StatementWriter::write() {
    require_placed_roots();
    switch (tree_.verb()) {
    case Verb::select: select_.select(); break;
    case Verb::count: count(); break;
    case Verb::update: update(); break;
    case Verb::erase: erase(); break;
    case Verb::insert: insert(); break;
    }
    return out_.take();
}

// An alias that only a condition mentions would multiply the rows without a word.
void StatementWriter::require_placed_roots() const {
    const auto& sources = tree_.sources();
    std::vector<bool> placed(sources.size());
    if (tree_.verb() == Verb::insert) placed[0] = true;
    for (const std::uint32_t item : tree_.expressions(tree_.statement().clause(Clause::from)))
        if (tree_[item].op() == Op::from) placed[source_of(tree_[item].code)] = true;
    for (std::uint32_t source = 0; source < sources.size(); ++source)
        if (sources[source].kind == Source::root && !placed[source])
            throw UsageError("a query speaks of " + sources_.name(source) +
                ", but that alias does not stand in its FROM: select it, join it with join(alias, condition), or name "
                "it with from(alias) for every combination of rows");
}

void StatementWriter::count() {
    const bool distinct = tree_.statement().distinct;
    const bool cut = distinct || select_.has_limits() || select_.has(Clause::group_by) || select_.has(Clause::having);
    if (!cut) {
        out_.add("SELECT count(*)");
        return select_.rows();
    }
    out_.add("SELECT count(*) FROM (SELECT ");
    if (!distinct) {
        out_.add("1");
    } else {
        out_.add("DISTINCT ");
        if (select_.has(Clause::outputs))
            select_.outputs(SelectWriter::Names::outputs);
        else
            target_key();
    }
    select_.rows();
    out_.add(") AS ");
    out_.identifier("counted");
}

std::string compile(const Program& program, const Syntax& syntax) { return StatementWriter(program, syntax).write(); }

} // namespace athanor::kernel
