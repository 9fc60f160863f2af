// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/orm/instance/header.hpp"
#include <optional>
#include <vector>

namespace athanor::kernel {

/// What became of a relationship since the last flush, judged by what is in memory. **Emits** nothing.
struct RelationHistory {
    std::vector<Header*> added, unchanged, removed;
};
RelationHistory relation_history(const Header* object, const Attribute& attribute);

/// What became of a column since the last flush.
struct ColumnHistory {
    bool in_memory = false;   ///< it has a value that can be read without a statement
    bool changed = false;     ///< that value is not the one of the row
    std::optional<Value> old; ///< the one of the row, where it is known and another
};
ColumnHistory column_history(const Header* object, const Attribute& attribute);

} // namespace athanor::kernel
