// SPDX-License-Identifier: MIT
#pragma once
#include "sql/tree.hpp"

namespace athanor::kernel {

/// Which paths a scope (a statement, or the inside of an EXISTS) must join, and which of them lose nothing by an
/// INNER JOIN: those without whose row the condition cannot be true.
class JoinPlan {
public:
    /// `span`: all that the scope speaks of; `conditions`: what is all true for its rows.
    JoinPlan(const Tree& tree, Tree::Span span, std::vector<std::uint32_t> conditions);

    bool used(std::uint32_t source) const noexcept { return states_[source] != State::unused; }
    bool inner(std::uint32_t source) const noexcept { return states_[source] == State::inner; }
    /// The source in whose FROM a path is joined: the root or the subquery it begins at.
    std::uint32_t owner(std::uint32_t source) const noexcept;
    /// Whether any path must be joined to a root, or to the row that an INSERT proposes.
    bool joins_root() const noexcept;

private:
    enum class State : std::uint8_t { unused, left, inner };

    void mark(std::uint32_t source, State state);
    void mark_used(const Node& node);
    void require(std::uint32_t condition, std::vector<std::uint32_t>& conditions);
    void require_comparison(std::uint32_t comparison);
    void require_value(std::uint32_t value);

    const Tree& tree_;
    std::vector<State> states_;
};

} // namespace athanor::kernel
