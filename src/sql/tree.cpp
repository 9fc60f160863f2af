// SPDX-License-Identifier: MIT
#include "sql/tree.hpp"
#include "athanor/base/error.hpp"
#include "sql/program.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

std::uint32_t operand_count(std::uint32_t code) {
    switch (op_of(code)) {
    case Op::column:
    case Op::columns:
    case Op::param:
    case Op::null:
    case Op::count_all:
    case Op::exists_any:
    case Op::cte_use: return 0;
    case Op::part: return argument_of(code) >> 4;
    case Op::select: return argument_of(code) & 0xff;
    case Op::from: return (has_rows(code) ? 1 : 0) + (has_condition(code) ? 1 : 0);
    case Op::and_:
    case Op::or_:
    case Op::row:
    case Op::case_: return argument_of(code);
    case Op::in: return argument_of(code) + 1;
    case Op::function: return argument_of(code) >> 12;
    case Op::is_null:
    case Op::is_not_null:
    case Op::not_:
    case Op::neg:
    case Op::cast:
    case Op::exists:
    case Op::ascending:
    case Op::descending:
    case Op::distinct:
    case Op::exists_select:
    case Op::cte: return 1;
    default: return 2;
    }
}

const ColumnList* column_list(const std::vector<std::uint32_t>& words, std::size_t i) {
    const std::uint64_t address = words.at(i + 1) | std::uint64_t(words.at(i + 2)) << 32;
    return reinterpret_cast<const ColumnList*>(static_cast<std::uintptr_t>(address));
}

} // namespace

Tree::Tree(const Program& program) : program_(&program), verb_(verb_of(program.words.at(0))) {
    statement_.distinct = distinct_of(program.words[0]);
    Span* clause = nullptr;
    for (std::size_t i = 0; i < program.words.size(); ++i) {
        const std::uint32_t code = program.words[i];
        if (op_of(code) == Op::entity_end) continue;
        if (op_of(code) == Op::clause) {
            clause = &statement_.clauses.at(static_cast<std::size_t>(clause_of(code)));
            *clause = {size(), size()};
            continue;
        }
        const bool list = op_of(code) == Op::columns;
        add(code, list ? column_list(program.words, i) : nullptr, clause->begin);
        if (list) i += column_words - 1;
        clause->end = size();
    }
    statement_.all = {0, size()};
}

Tree::Parts Tree::parts(std::uint32_t select) const {
    Parts found;
    found.all = span(select);
    found.distinct = (nodes_[select].argument() >> 8 & 1) != 0;
    for (const std::uint32_t part : operands(select))
        found.clauses.at(nodes_[part].argument() & 15) = {nodes_[part].first, part};
    return found;
}

void Tree::add(std::uint32_t code, const ColumnList* columns, std::uint32_t begin) {
    std::uint32_t first = size();
    for (std::uint32_t left = operand_count(code); left > 0; --left) {
        if (first == begin) throw UsageError("an SQL operator has too few operands");
        first = nodes_[first - 1].first;
    }
    nodes_.push_back({code, first, columns});
}

std::vector<std::uint32_t> Tree::expressions(Span span) const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t end = span.end; end != span.begin; end = nodes_[end - 1].first) found.push_back(end - 1);
    std::reverse(found.begin(), found.end());
    return found;
}

} // namespace athanor::kernel
