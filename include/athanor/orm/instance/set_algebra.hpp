// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include <vector>

namespace athanor::kernel {
struct SetStorage;

/// The four ways to combine a set with other objects: `|`, `&`, `-` and `^`.
enum class SetAlgebra : std::uint8_t { united, intersection, difference, exclusive };

struct Exchange {
    std::vector<Header*> leaving, entering;
};

/// What has to leave and enter the set so that it becomes the combination. What it has already is among the entering of
/// a union: that is a wish of the program's own, and makes members that only a back reference put there cascade.
Exchange change_of(const SetStorage& set, SetAlgebra algebra, const std::vector<Header*>& others);
/// The combination, in the order of the set, then of the others.
std::vector<Header*> combined(const SetStorage& set, SetAlgebra algebra, const std::vector<Header*>& others);

/// The one that came last. **Throws** KeyError when there is none.
Header* last_member(const SetStorage& set);

} // namespace athanor::kernel
