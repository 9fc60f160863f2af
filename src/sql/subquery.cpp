// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/statement.hpp"
#include "sql/program.hpp"
#include "sql/tree.hpp"
#include <atomic>

namespace athanor::kernel {
namespace {

// Ids of aliases come from elsewhere, so these begin where those never come.
std::uint64_t next_inner_id() noexcept {
    static std::atomic<std::uint64_t> last{std::uint64_t(1) << 63};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// What this SELECT has in its FROM gets a name of its own: the same alias may stand in the statement around it.
void hide_roots(Program& program, const Tree& tree) {
    for (const std::uint32_t item : tree.expressions(tree.statement().clause(Clause::from))) {
        if (tree[item].op() != Op::from) continue;
        Source& source = program.sources[source_of(tree[item].code)];
        source.kind = Source::inner;
        source.id = next_inner_id();
    }
}

// The columns of rows are named by their first SELECT.
std::uint32_t first_select(const Tree& tree, std::uint32_t rows) {
    while (tree[rows].op() == Op::set_operation) rows = tree.operands(rows)[0];
    return rows;
}

bool reads_all(const Tree& tree, std::uint32_t source, std::uint32_t rows) {
    const auto read = tree.expressions(tree.statement().clause(Clause::outputs));
    const auto given = tree.expressions(tree.parts(first_select(tree, rows)).clause(Clause::outputs));
    if (read.size() != given.size()) return false;
    if (tree[read[0]].op() == Op::columns) // an entity, alone
        return read.size() == 1 && tree[read[0]].argument() == source &&
            tree[read[0]].columns == tree[given[0]].columns;
    for (std::uint32_t i = 0; i < read.size(); ++i)
        if (tree[read[i]].code != word(Op::column, column_argument(source, i))) return false;
    return true;
}

// What a set operation gives is made a query by a SELECT around it. Where nothing was added to that since, only its
// inside is used: `union_(union_(a, b), c)` nests no deeper than `union_(a, b)`.
bool only_passes_on(const Statement& statement, const Tree& tree) {
    for (std::size_t i = 0; i < clause_count; ++i) {
        const auto clause = static_cast<Clause>(i);
        if (clause != Clause::outputs && clause != Clause::from && tree.statement().has(clause)) return false;
    }
    const auto from = tree.expressions(tree.statement().clause(Clause::from));
    if (statement.distinct || from.size() != 1) return false;
    const Node& item = tree[from[0]];
    return item.op() == Op::from && has_rows(item.code) && !has_condition(item.code) &&
        tree[from[0] - 1].op() == Op::set_operation && reads_all(tree, source_of(item.code), from[0] - 1);
}

// The operand of the only Op::from, whose source is the last: it comes when the operand is there.
Code rows_in_from(const Statement& statement) {
    Program program = statement.joins.program();
    program.words.pop_back();
    program.sources.pop_back();
    return Code(std::move(program));
}

} // namespace

Code select_code(const Statement& statement) {
    Program program = statement.program();
    const Tree tree(program);
    if (only_passes_on(statement, tree)) return rows_in_from(statement);
    std::vector<std::uint32_t> words;
    words.reserve(program.words.size() + 1);
    std::uint32_t parts = 0, clause = program.words[0];
    const auto end_part = [&] {
        const auto count =
            static_cast<std::uint32_t>(tree.expressions(tree.statement().clause(clause_of(clause))).size());
        words.push_back(word(Op::part, static_cast<std::uint32_t>(clause_of(clause)) | count << 4));
        ++parts;
    };
    for (std::size_t i = 1; i < program.words.size();) {
        if (op_of(program.words[i]) == Op::clause) {
            end_part();
            clause = program.words[i++];
            continue;
        }
        for (std::uint32_t left = words_of(program.words[i]); left > 0; --left) words.push_back(program.words[i++]);
    }
    end_part();
    words.push_back(word(Op::select, parts | (statement.distinct ? 1u << 8 : 0u)));
    hide_roots(program, tree);
    program.words = std::move(words);
    return Code(std::move(program));
}

Code set_operation_code(SetOperation operation, Code left, Code right) {
    left.append(std::move(right));
    left.push(Op::set_operation, static_cast<std::uint32_t>(operation));
    return left;
}

} // namespace athanor::kernel
