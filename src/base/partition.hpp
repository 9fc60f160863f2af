// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace athanor::kernel {

/// Puts the items for which the condition holds before the others, both in their order; how many they are. What
/// std::stable_partition does, which newer compilers warn of in libstdc++ 12.
template <class T, class Condition> std::size_t partition(std::vector<T>& items, Condition goes_first) {
    std::vector<T> rest;
    auto place = items.begin();
    for (T& item : items)
        if (!goes_first(std::as_const(item)))
            rest.push_back(std::move(item));
        else if (T& target = *place++; &target != &item)
            target = std::move(item);
    std::move(rest.begin(), rest.end(), place);
    return static_cast<std::size_t>(place - items.begin());
}

} // namespace athanor::kernel
