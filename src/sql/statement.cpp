// SPDX-License-Identifier: MIT
#include "athanor/sql/statement.hpp"
#include "sql/program.hpp"
#include "sql/tree.hpp"
#include <algorithm>
#include <utility>

namespace athanor::kernel {
namespace {

void add_clause(Program& program, Clause clause, const Code& code) {
    const Program& part = code.program();
    if (part.words.empty()) return;
    program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(clause)));
    join(program, part);
}

void add_number(Program& program, Clause clause, std::int64_t number) {
    program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(clause)));
    program.words.push_back(word(Op::param));
    program.params.emplace_back(number);
}

bool is_among(const std::vector<Source>& sources, const Source& wanted) {
    return std::ranges::any_of(sources, [&](const Source& source) { return source.id == wanted.id; });
}

// The roots that Op::from puts into FROM, in the order of the words.
std::vector<Source> joined_roots(const Program& joins) {
    std::vector<Source> roots;
    for (std::size_t i = 0; i < joins.words.size(); i += words_of(joins.words[i]))
        if (op_of(joins.words[i]) == Op::from) roots.push_back(joins.sources[source_of(joins.words[i])]);
    return roots;
}

std::uint32_t root_of(const std::vector<Source>& sources, std::uint32_t source) {
    while (sources[source].parent != Source::none) source = sources[source].parent;
    return source;
}

void mark(std::vector<bool>& roots, const Program& program, const Node& node) {
    if (node.op() == Op::column) roots[root_of(program.sources, source_of(node.code))] = true;
    if (node.op() == Op::columns || node.op() == Op::exists || node.op() == Op::exists_any)
        roots[root_of(program.sources, node.argument())] = true;
}

// The roots that the outputs of a program speak of themselves, not only a subquery among them; those beyond the end
// are spoken of.
std::vector<bool> roots_of_outputs(const Program& program) {
    const auto is_select = [](std::uint32_t word) { return op_of(word) == Op::select; };
    if (std::ranges::none_of(program.words, is_select)) return {};
    std::vector<bool> roots(program.sources.size());
    const Tree tree(program);
    const Tree::Span outputs = tree.statement().clause(tree.verb() == Verb::update ? Clause::set : Clause::outputs);
    for (std::uint32_t end = outputs.end; end > outputs.begin;) {
        const Node& node = tree[end - 1];
        mark(roots, program, node);
        end = node.op() == Op::select ? node.first : end - 1;
    }
    return roots;
}

class FromWords {
public:
    explicit FromWords(Program& program) : program_(program), start_(program.words.size()) {}

    void add(std::uint32_t word_) {
        begin();
        program_.words.push_back(word_);
    }
    void add_root(std::uint32_t source) {
        const std::uint32_t root = word(Op::from, from_argument(source, JoinKind::product, false, false));
        const auto first = program_.words.begin() + static_cast<std::ptrdiff_t>(start_);
        if (std::find(first, program_.words.end(), root) == program_.words.end()) add(root);
    }
    void add(const Program& joins) {
        if (joins.words.empty()) return;
        begin();
        join(program_, joins);
    }

private:
    void begin() {
        if (program_.words.size() == start_)
            program_.words.push_back(word(Op::clause, static_cast<std::uint32_t>(Clause::from)));
    }

    Program& program_;
    std::size_t start_; // of the clause
};

} // namespace

// Roots of the outputs come first: what is joined may speak of them. A path is joined when a word mentions it.
void Statement::add_from(Program& program) const {
    FromWords words(program);
    const std::vector<Source> joined = joined_roots(joins.program());
    const std::vector<bool> spoken_of = roots_of_outputs(program);
    for (const Source& source : outputs.program().sources) {
        if (is_own_root(source, joined)) {
            const std::uint32_t number = find_or_add(program.sources, source);
            if (number >= spoken_of.size() || spoken_of[number]) words.add_root(number);
        }
        if (verb_ == Verb::update) break; // its target; what is assigned must not add tables
    }
    std::vector<std::uint32_t> numbers;
    for (Source source : from) {
        if (source.parent != Source::none) source.parent = numbers.at(source.parent);
        numbers.push_back(find_or_add(program.sources, source));
        if (source.kind == Source::path)
            words.add(word(Op::column, column_argument(numbers.back(), 0)));
        else if (!is_among(joined, source))
            words.add_root(numbers.back());
    }
    words.add(joins.program());
}

bool Statement::is_own_root(const Source& source, const std::vector<Source>& joined) const {
    return source.kind == Source::root && !is_among(outside, source) && !is_among(joined, source);
}

std::vector<Source> Statement::implied_roots() const {
    Program program;
    program.words.push_back(first_word(verb_, distinct));
    join(program, outputs.program());
    const std::vector<Source> joined = joined_roots(joins.program());
    const std::vector<bool> spoken_of = roots_of_outputs(program);
    std::vector<Source> roots;
    for (std::size_t i = 0; i < program.sources.size(); ++i) {
        const Source& source = program.sources[i];
        const bool spoken = i >= spoken_of.size() || spoken_of[i];
        if (spoken && is_own_root(source, joined) && !is_among(from, source)) roots.push_back(source);
    }
    return roots;
}

Program Statement::program() const {
    Program program;
    program.words.reserve(32);
    write(program);
    return program;
}

void Statement::write(Program& program, std::int64_t at_most) const {
    const std::int64_t rows = at_most >= 0 && (limit < 0 || limit > at_most) ? at_most : limit;
    program.words.push_back(first_word(verb_, distinct, !with.empty()));
    if (!with.empty()) {
        join(program, with.program());
        program.words.push_back(word(Op::clause, static_cast<std::uint32_t>(Clause::outputs)));
    }
    const bool counting = verb_ == Verb::count;
    if (!counting || distinct) join(program, outputs.program());
    add_from(program);
    add_clause(program, Clause::where, where);
    add_clause(program, Clause::group_by, group_by);
    add_clause(program, Clause::having, having);
    if (!counting || rows >= 0 || offset > 0) add_clause(program, Clause::order_by, order_by);
    if (rows >= 0) add_number(program, Clause::limit, rows);
    if (offset > 0) add_number(program, Clause::offset, offset);
}

} // namespace athanor::kernel
