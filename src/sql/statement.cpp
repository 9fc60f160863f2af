// SPDX-License-Identifier: MIT
#include "athanor/sql/statement.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {
namespace {

void add_clause(Program& program, Clause clause, const Code& code) {
    if (code.empty()) return;
    program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(clause)));
    join(program, code.program());
}

void add_number(Program& program, Clause clause, std::int64_t number) {
    program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(clause)));
    program.words.push_back(word(Op::param));
    program.params.emplace_back(number);
}

// Rows can be counted without their columns, but not without the tables that were multiplied to make them.
void add_roots(Program& program, const Code& code) {
    for (const Source& source : code.program().sources)
        if (source.kind == Source::root) find_or_add(program.sources, source);
}

// A root stands in FROM by being a source; a path is joined only when a word mentions it.
void add_from(Program& program, const std::vector<Source>& from) {
    std::vector<std::uint32_t> numbers;
    bool begun = false;
    for (Source source : from) {
        if (source.parent != Source::none) source.parent = numbers.at(source.parent);
        numbers.push_back(find_or_add(program.sources, source));
        if (source.kind != Source::path) continue;
        if (!begun) program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(Clause::from)));
        program.words.push_back(word(Op::column, column_argument(numbers.back(), 0)));
        begun = true;
    }
}

} // namespace

Program Statement::program() const {
    Program program;
    program.words.reserve(32);
    program.words.push_back(first_word(verb_, distinct));
    const bool counting = verb_ == Verb::count;
    if (counting && !distinct)
        add_roots(program, outputs);
    else
        join(program, outputs.program());
    add_from(program, from);
    add_clause(program, Clause::where, where);
    add_clause(program, Clause::group_by, group_by);
    add_clause(program, Clause::having, having);
    if (!counting || limit >= 0 || offset > 0) add_clause(program, Clause::order_by, order_by);
    if (limit >= 0) add_number(program, Clause::limit, limit);
    if (offset > 0) add_number(program, Clause::offset, offset);
    return program;
}

} // namespace athanor::kernel
