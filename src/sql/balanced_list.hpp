// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace athanor::kernel {

/// Parentheses for a long chain of AND or OR. Databases parse `a AND b AND c` into a tree as deep as the chain is long
/// and refuse trees that are too deep (SQLite: 1000), so a long chain is cut into groups, groups of groups, and so on.
class BalancedList {
public:
    explicit BalancedList(std::size_t count) noexcept : count_(count) {}

    bool flat() const noexcept { return count_ <= longest_flat; }
    std::size_t opened_before(std::size_t position) const noexcept {
        return groups([&](std::size_t size) { return position % size == 0; });
    }
    std::size_t closed_after(std::size_t position) const noexcept {
        return groups([&](std::size_t size) { return position + 1 == count_ || (position + 1) % size == 0; });
    }

private:
    static constexpr std::size_t longest_flat = 500;
    static constexpr std::size_t group = 100;

    template <class F> std::size_t groups(F applies) const noexcept {
        std::size_t number = 0;
        if (!flat())
            for (std::size_t size = group; size < count_; size *= group) number += applies(size) ? 1 : 0;
        return number;
    }

    std::size_t count_;
};

} // namespace athanor::kernel
