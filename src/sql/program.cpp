// SPDX-License-Identifier: MIT
#include "sql/program.hpp"
#include "athanor/base/error.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool same_source(const Source& left, const Source& right) noexcept {
    return left.id == right.id && left.kind == right.kind && left.join == right.join && left.parent == right.parent &&
        left.table == right.table;
}

std::uint32_t renumbered(std::uint32_t code, const std::vector<std::uint32_t>& numbers) {
    switch (op_of(code)) {
    case Op::column: return word(Op::column, column_argument(numbers[source_of_column(code)], number_of_column(code)));
    case Op::columns:
    case Op::exists:
    case Op::exists_any:
    case Op::cte_use: return word(op_of(code), numbers[argument_of(code)]);
    case Op::from:
    case Op::cte: {
        const std::uint32_t rest = argument_of(code) & ~(max_sources - 1);
        return word(op_of(code), numbers[source_of(code)] | rest);
    }
    default: return code;
    }
}

bool is_identity(const std::vector<std::uint32_t>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] != i) return false;
    return true;
}

void renumber(std::vector<std::uint32_t>& words, std::size_t from, const std::vector<std::uint32_t>& numbers) {
    for (std::size_t i = from; i < words.size(); ++i) {
        const Op op = op_of(words[i]);
        words[i] = renumbered(words[i], numbers);
        if (op == Op::columns) i += column_words - 1; // the halves of a pointer are no operators
    }
}

// The usual case, expressions over the same alias, needs neither a table of numbers nor a walk over the words.
bool begins_with(const std::vector<Source>& sources, const std::vector<Source>& beginning) {
    return sources.size() >= beginning.size() &&
        std::equal(beginning.begin(), beginning.end(), sources.begin(), same_source);
}

void join_words(Program& into, const Program& from) {
    const std::size_t first = into.words.size();
    into.words.insert(into.words.end(), from.words.begin(), from.words.end());
    if (into.sources.empty()) {
        into.sources = from.sources;
        return;
    }
    if (begins_with(into.sources, from.sources)) return;
    const std::vector<std::uint32_t> numbers = join_sources(into, from);
    if (!is_identity(numbers)) renumber(into.words, first, numbers);
}

} // namespace

std::uint32_t find_or_add(std::vector<Source>& sources, const Source& wanted) {
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (same_source(sources[i], wanted)) return static_cast<std::uint32_t>(i);
    if (sources.size() == max_sources) throw UsageError("a statement speaks of more than 1024 tables");
    sources.push_back(wanted);
    return static_cast<std::uint32_t>(sources.size() - 1);
}

std::vector<std::uint32_t> join_sources(Program& into, const Program& from) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(from.sources.size());
    for (Source source : from.sources) {
        if (source.parent != Source::none) source.parent = numbers[source.parent]; // parents come first
        numbers.push_back(find_or_add(into.sources, source));
    }
    return numbers;
}

void join(Program& into, const Program& from) {
    into.depth = std::max(into.depth, from.depth);
    join_words(into, from);
    into.params.insert(into.params.end(), from.params.begin(), from.params.end());
}

void join(Program& into, Program&& from) {
    into.depth = std::max(into.depth, from.depth);
    if (from.words.size() == 1 && from.sources.empty())
        into.words.push_back(from.words.front()); // a value
    else
        join_words(into, from);
    for (Value& value : from.params) into.params.push_back(std::move(value));
}

} // namespace athanor::kernel
