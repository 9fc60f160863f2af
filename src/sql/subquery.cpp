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

} // namespace

Code select_code(const Statement& statement) {
    Program program = statement.program();
    const Tree tree(program);
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
