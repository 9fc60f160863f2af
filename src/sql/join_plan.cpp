// SPDX-License-Identifier: MIT
#include "sql/join_plan.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {

JoinPlan::JoinPlan(const Tree& tree, Tree::Span span, std::vector<std::uint32_t> conditions)
    : tree_(tree), states_(tree.sources().size()) {
    for (std::uint32_t node = span.begin; node != span.end; ++node) mark_used(tree[node]);
    while (!conditions.empty()) {
        const std::uint32_t condition = conditions.back();
        conditions.pop_back();
        require(condition, conditions);
    }
}

std::uint32_t JoinPlan::owner(std::uint32_t source) const noexcept {
    while (tree_.sources()[source].kind == Source::path) source = tree_.sources()[source].parent;
    return source;
}

bool JoinPlan::joins_root() const noexcept {
    for (std::uint32_t source = 0; source < states_.size(); ++source) {
        const Source::Kind kind = tree_.sources()[owner(source)].kind;
        if (used(source) && (kind == Source::root || kind == Source::proposed)) return true;
    }
    return false;
}

// A path needs all paths before it, in the same way.
void JoinPlan::mark(std::uint32_t source, State state) {
    while (source != Source::none && tree_.sources()[source].kind == Source::path && states_[source] < state) {
        states_[source] = state;
        source = tree_.sources()[source].parent;
    }
}

void JoinPlan::mark_used(const Node& node) {
    switch (node.op()) {
    case Op::column: return mark(source_of_column(node.code), State::left);
    case Op::columns: return mark(node.argument(), State::left);
    case Op::exists:
    case Op::exists_any: return mark(tree_.sources()[node.argument()].parent, State::left);
    default: return;
    }
}

void JoinPlan::require(std::uint32_t condition, std::vector<std::uint32_t>& conditions) {
    const Node& node = tree_[condition];
    switch (node.op()) {
    case Op::and_:
        for (const std::uint32_t operand : tree_.operands(condition)) conditions.push_back(operand);
        return;
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::like: return require_comparison(condition);
    case Op::is_not_null: return require_value(condition - 1);
    case Op::in: // an empty list is false for every row: nothing is gained
        if (node.argument() > 0) require_value(tree_.operands(condition).front());
        return;
    case Op::in_list:
    case Op::in_select: return require_value(tree_.operands(condition).front());
    default: return;
    }
}

void JoinPlan::require_comparison(std::uint32_t comparison) {
    const auto operands = tree_.operands(comparison);
    const bool with_null = tree_[operands[0]].op() == Op::null || tree_[operands[1]].op() == Op::null;
    if (with_null && tree_[comparison].op() != Op::ne) return; // printed as IS NULL, or never true
    for (const std::uint32_t operand : operands) require_value(operand);
}

// Arithmetic of NULL is NULL; functions, CASE and conditions may make something else of it.
void JoinPlan::require_value(std::uint32_t value) {
    std::vector<std::uint32_t> values{value};
    while (!values.empty()) {
        const std::uint32_t node = values.back();
        values.pop_back();
        switch (tree_[node].op()) {
        case Op::column: mark(source_of_column(tree_[node].code), State::inner); break;
        case Op::add:
        case Op::sub:
        case Op::mul:
        case Op::div:
        case Op::mod:
        case Op::concat:
        case Op::neg:
        case Op::cast:
            for (const std::uint32_t operand : tree_.operands(node)) values.push_back(operand);
            break;
        default: break;
        }
    }
}

} // namespace athanor::kernel
