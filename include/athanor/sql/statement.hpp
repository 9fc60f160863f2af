// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/program.hpp"
#include "athanor/sql/syntax.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {

/// The clauses of a statement in the order in which they stand in its program. An UPDATE has `set` in place of
/// `outputs`, first: that is where the parameters of SET stand in the text.
enum class Clause : std::uint32_t { outputs, from, where, group_by, having, order_by, limit, offset, set };

enum class Verb : std::uint32_t { select, count, update, erase };

/// A SELECT (or a count, or a bulk UPDATE or DELETE) as one program: its words are the key of the statement cache.
class Statement {
public:
    explicit Statement(Verb verb = Verb::select) noexcept : verb_(verb) {}

    Code outputs; ///< what is read, one operand after the other; of an UPDATE: column, value, column, value …
    Code where;   ///< empty: all rows
    Code group_by;
    Code having;
    Code order_by;
    bool distinct = false;
    std::int64_t limit = -1; ///< bound as a parameter; < 0: none
    std::int64_t offset = 0; ///< bound as a parameter; <= 0: none
    /// Sources that must stand in FROM even when no expression mentions them; the target of an UPDATE or DELETE first.
    /// The parent of a path is a position in this list.
    std::vector<Source> from;

    Verb verb() const noexcept { return verb_; }
    /// All clauses in one program: for each clause that is not empty `word(Op::clause, clause)` and its words. Sources
    /// are numbered by first use over the whole statement. The first word is always there and says more, see below.
    Program program() const;

private:
    Verb verb_;
};

/// The first word of a program: its first clause, what kind of statement it is, and whether its rows are distinct.
constexpr std::uint32_t first_word(Verb verb, bool distinct) noexcept {
    const Clause clause = verb == Verb::update ? Clause::set : Clause::outputs;
    return word(Op::clause,
        static_cast<std::uint32_t>(clause) | static_cast<std::uint32_t>(verb) << 4 | (distinct ? 1u << 8 : 0u));
}
constexpr Clause clause_of(std::uint32_t word) noexcept { return static_cast<Clause>(argument_of(word) & 15); }
constexpr Verb verb_of(std::uint32_t word) noexcept { return static_cast<Verb>(argument_of(word) >> 4 & 15); }
constexpr bool distinct_of(std::uint32_t word) noexcept { return (argument_of(word) >> 8 & 1) != 0; }

/// A key of the statement cache: words and the shape of the sources, without the parameters. Its first word has an S
/// in the upper byte.
std::vector<std::uint64_t> structure(const Program& program);

/// The text of a SELECT, count, UPDATE or DELETE. Parameters appear in the order of `program.params`.
std::string compile(const Program& program, const Syntax& syntax);

/// INSERT of `rows` rows with these columns; with `returning` the key columns come back.
std::string compile_insert(const Table& table, const std::vector<std::uint16_t>& columns, std::size_t rows,
    const std::vector<std::uint16_t>& returning, const Syntax& syntax);
/// UPDATE of `columns` where `keys` are equal.
std::string compile_update(const Table& table, const std::vector<std::uint16_t>& columns,
    const std::vector<std::uint16_t>& keys, const Syntax& syntax);
/// DELETE where `keys` are equal, for `rows` keys (more than one needs a single key column).
std::string compile_delete(
    const Table& table, const std::vector<std::uint16_t>& keys, const Syntax& syntax, std::size_t rows = 1);

} // namespace athanor::kernel
