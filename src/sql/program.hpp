// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/program.hpp"

namespace athanor::kernel {

constexpr std::uint32_t max_sources = 1u << 10; // a column word has ten bits for its source
constexpr std::uint32_t column_words = 3;       // of Op::columns: itself and the two halves of a pointer
/// How many words an operator takes.
constexpr std::uint32_t words_of(std::uint32_t word) noexcept { return op_of(word) == Op::columns ? column_words : 1; }

/// The source that Op::column, from and cte name.
constexpr std::uint32_t source_of(std::uint32_t word) noexcept { return argument_of(word) & (max_sources - 1); }
constexpr std::uint32_t source_of_column(std::uint32_t word) noexcept { return source_of(word); }
constexpr std::uint32_t number_of_column(std::uint32_t word) noexcept { return argument_of(word) >> 10; }
constexpr std::uint32_t column_argument(std::uint32_t source, std::uint32_t column) noexcept {
    return source | column << 10;
}

constexpr JoinKind join_kind_of(std::uint32_t from) noexcept {
    return static_cast<JoinKind>(argument_of(from) >> 10 & 3);
}
constexpr bool has_rows(std::uint32_t from) noexcept { return (argument_of(from) >> 12 & 1) != 0; }
constexpr bool has_condition(std::uint32_t from) noexcept { return (argument_of(from) >> 13 & 1) != 0; }
constexpr bool is_recursive(std::uint32_t cte) noexcept { return (argument_of(cte) >> 10 & 1) != 0; }

/// The number of a source whose parent is already right, adding it when it is new.
std::uint32_t find_or_add(std::vector<Source>& sources, const Source& wanted);

/// Adds the sources of one program to another; the result says what each is called there.
std::vector<std::uint32_t> join_sources(Program& into, const Program& from);

/// Adds the words, parameters and sources of `from` to `into`.
void join(Program& into, const Program& from);
/// The same, taking the parameters' memory along.
void join(Program& into, Program&& from);

} // namespace athanor::kernel
