// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/program.hpp"
#include "athanor/sql/syntax.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {

/// The clauses of a statement in the order in which they stand in its program. An UPDATE has `set` in place of
/// `outputs`, first: that is where the parameters of SET stand in the text. So does `with` of a SELECT.
enum class Clause : std::uint32_t {
    outputs,
    from,
    where,
    group_by,
    having,
    order_by,
    limit,
    offset,
    set,
    with,
    conflict
};
constexpr std::size_t clause_count = 11;

enum class Verb : std::uint32_t { select, count, update, erase, insert };

/// A SELECT (or a count, or a bulk UPDATE or DELETE) as one program: its words are the key of the statement cache.
class Statement {
public:
    explicit Statement(Verb verb = Verb::select) noexcept : verb_(verb) {}

    Code with;    ///< common table expressions: Op::cte
    Code outputs; ///< what is read, one operand after the other; of an UPDATE: column, value, column, value …
    Code where;   ///< empty: all rows
    Code group_by;
    Code having;
    Code order_by;
    bool distinct = false;
    std::int64_t limit = -1; ///< bound as a parameter; < 0: none
    std::int64_t offset = 0; ///< bound as a parameter; <= 0: none
    /// What stands in FROM: the roots that the outputs mention come by themselves, everything else is here; the target
    /// of an UPDATE or DELETE first. A root that neither gives belongs to a statement around this one.
    /// The parent of a path is a position in this list.
    std::vector<Source> from;
    Code joins; ///< what follows in FROM: Op::from
    /// Roots that the outputs mention and a statement around this one has in its FROM.
    std::vector<Source> outside;

    Verb verb() const noexcept { return verb_; }
    /// The tables that stand in FROM only because the outputs speak of them.
    std::vector<Source> implied_roots() const;
    /// All clauses in one program: for each clause that is not empty `word(Op::clause, clause)` and its words. Sources
    /// are numbered by first use over the whole statement. The first word is always there and says more, see below.
    Program program() const;
    /// The same into an empty program, with at most so many rows (< 0: as `limit` says).
    void write(Program& program, std::int64_t at_most = -1) const;

private:
    void add_from(Program& program) const;
    bool is_own_root(const Source& source, const std::vector<Source>& joined) const;
    Verb verb_;
};

/// The statement, a SELECT, as an operand: a value, rows for IN, EXISTS and FROM. What stands in its FROM is seen by
/// nobody else.
Code select_code(const Statement& statement);
/// Both operands are selects or set operations.
Code set_operation_code(SetOperation operation, Code left, Code right);

/// The first word of a program: its first clause, what kind of statement it is, and whether its rows are distinct.
constexpr std::uint32_t first_word(Verb verb, bool distinct, bool with = false) noexcept {
    const Clause clause = verb == Verb::update ? Clause::set : with ? Clause::with : Clause::outputs;
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
