// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {
class Table;

namespace kernel {

/// How the rows of one table are reached from another: the columns that must be equal, perhaps through a table between.
struct Join {
    using Pairs = std::vector<std::pair<std::uint16_t, std::uint16_t>>;
    const Table* target = nullptr;
    const Table* via = nullptr; ///< the association table of a many-to-many relationship
    Pairs on;        ///< without via: (column here, column of target); with via: (column here, column of via)
    Pairs on_target; ///< with via: (column of via, column of target)
};

/// A table that an expression speaks of. Sources of one expression are numbered by first use, so that equal queries
/// have equal programs whatever objects they were built from.
struct Source {
    static constexpr std::uint32_t none = ~0u;
    enum Kind : std::uint32_t {
        root,     ///< stands in FROM, of this statement or of one around it
        path,     ///< reached from parent along a reference: a LEFT JOIN
        subquery, ///< the FROM of an EXISTS; joined to parent inside it
        inner,    ///< stands in FROM of a subquery, which nobody outside sees
        cte,      ///< the definition of a common table expression
        proposed, ///< in an INSERT: the row that it would have written, had there been no conflict
    };
    std::uint64_t id = 0;         ///< tells two aliases of one table apart; not part of the structure
    const Table* table = nullptr; ///< null: the rows of a subquery, whose columns are called c0, c1, …
    const Join* join = nullptr;   ///< path and subquery: how it hangs on its parent
    std::uint32_t parent = none;  ///< index of the parent in the same expression
    Kind kind = root;
};

/// Operators of an expression program. Operands come first (postfix); the upper 24 bits of a word are its argument.
enum class Op : std::uint8_t {
    column, ///< argument: source (10 bits) | column << 10
    param,  ///< the next parameter
    null,   ///< NULL
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    like, ///< argument: 0, or the character that takes the meaning from the `%` or `_` behind it
    is_null,
    is_not_null,
    and_, ///< argument: how many operands
    or_,  ///< argument: how many operands
    not_,
    in,        ///< argument: how many values follow the operand before them; 0 is always false
    in_list,   ///< operand and one parameter, the packed values
    in_select, ///< operand and a select or set operation
    add,
    sub,
    mul,
    div,
    mod,
    concat,
    neg,
    function,   ///< argument: name (12 bits, see function_name) | operands << 12
    count_all,  ///< count(*)
    cast,       ///< argument: SqlType
    case_,      ///< argument: number of operands: condition, value, …, [else]; odd when there is an else
    exists,     ///< argument: source; EXISTS(SELECT 1 FROM source WHERE join to its parent AND operand)
    exists_any, ///< the same without operand
    ascending,
    descending,
    columns,    ///< argument: source; two more words hold a `const ColumnList*`, low half first: those columns in order
    entity_end, ///< between entities of the outputs; no operand, no text
    distinct,   ///< argument: 0; marks count(distinct x) and the like
    clause,     ///< argument: Clause; separates the clauses of a statement
    // A subquery: its clauses are operands that gather their expressions.
    part,          ///< argument: Clause (4 bits) | operands << 4
    select,        ///< argument: parts (8 bits) | distinct << 8; as an expression its only value
    set_operation, ///< argument: SetOperation; two operands, selects or set operations
    exists_select, ///< operand: a select or set operation
    // What stands in FROM and WITH.
    from,    ///< argument: see from_argument; operands: the rows when they are none of a table, the condition
    cte,     ///< argument: source of kind cte | recursive << 10; operand: a select or set operation
    cte_use, ///< argument: source of kind cte; stands for its rows
    row,     ///< argument: operands; one row of VALUES, or columns that are compared together
};

/// How a table in FROM hangs on those before it; `product`: every combination of rows.
enum class JoinKind : std::uint32_t { product, inner, left };
enum class SetOperation : std::uint32_t { union_, union_all, intersect, except };

/// Columns of a source that are read together, in this order; owned by the mapping and never changed.
using ColumnList = std::vector<std::uint16_t>;

constexpr std::uint32_t word(Op op, std::uint32_t argument = 0) noexcept {
    return static_cast<std::uint32_t>(op) | argument << 8;
}
constexpr Op op_of(std::uint32_t word) noexcept { return static_cast<Op>(word & 0xff); }
constexpr std::uint32_t argument_of(std::uint32_t word) noexcept { return word >> 8; }

/// The number of a function's name; the same name always gets the same number. The name is printed as it is, so it may
/// hold letters, digits, `_` and `.` only (UsageError).
std::uint32_t function_number(std::string_view name);
std::string_view function_name(std::uint32_t number);

/// The argument of Op::from.
constexpr std::uint32_t from_argument(std::uint32_t source, JoinKind kind, bool with_rows, bool with_condition) {
    return source | static_cast<std::uint32_t>(kind) << 10 | (with_rows ? 1u << 12 : 0u) |
        (with_condition ? 1u << 13 : 0u);
}

struct Program;

/// An expression as a postfix program: a thin handle, so that the typed front stays small.
class Code {
public:
    Code() noexcept = default;
    explicit Code(Program&& program); ///< a program as it is
    Code(const Code& other);
    Code(Code&& other) noexcept : program_(std::exchange(other.program_, nullptr)) {}
    Code& operator=(Code&& other) noexcept {
        std::swap(program_, other.program_);
        return *this;
    }
    Code& operator=(const Code& other);
    ~Code() {
        if (program_) recycle();
    }

    bool empty() const noexcept;
    const Program& program() const noexcept;

    void push(Op op, std::uint32_t argument = 0);
    void column(const Source* chain, std::uint32_t length, std::uint16_t column); ///< chain: root first
    void columns(
        const Source* chain, std::uint32_t length, const ColumnList* list); ///< `list` must outlive all programs
    void param(const Cell& value); ///< NULL becomes Op::null, so that `= NULL` can become IS NULL
    void param(Value value);
    /// Adds the words of another expression behind these and joins their sources.
    void append(Code&& other);
    void append(const Code& other);
    /// `this AND other` (or OR), kept flat however long the chain.
    void combine(Op and_or, Code&& other);
    /// `this op other`, of an operator with two operands. What nests deep comes first where that is the same:
    /// parsers take any chain on the left, but soon give up on the right.
    void binary(Op op, Code&& other);
    /// Whether it nests so much deeper than `other` that it should come first.
    bool is_deeper_than(const Code& other) const noexcept;
    /// Takes the last operator away: its operands stand side by side.
    void pop();
    /// The number of a source here, adding it (and its parents) when it is new.
    std::uint32_t source(const Source* chain, std::uint32_t length);
    void raw(std::uint32_t word); ///< a word as it is

private:
    Program& own();
    void recycle() noexcept; ///< keeps the program for the next expression of this thread: its vectors have grown
    Program* program_ = nullptr;
};

} // namespace kernel
} // namespace athanor
