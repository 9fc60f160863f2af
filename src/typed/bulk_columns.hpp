// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/typed/alias.hpp"

namespace athanor::kernel {

/// The columns that a member stands for in a bulk statement: its own, or, of a reference, the foreign key in the order
/// of the key it leads to. **Throws** UsageError for a member that has none; `step` is what named it.
std::vector<std::uint16_t> columns_of(const Attribute& attribute, const ClassInfo& cls, std::string_view step);

/// Columns that a statement sets for many rows are none of the key: the identity map goes by the key that an object has
/// in memory. **Throws** UsageError.
void refuse_key(
    const Attribute& attribute, const std::vector<std::uint16_t>& columns, const ClassInfo& cls, std::string_view step);

/// What the columns of a reference become, in the order of columns_of: the key of an object (null: NULL), or of an
/// alias.
std::vector<Code> values_of(const Attribute& reference, const Header* target, std::string_view step);
std::vector<Code> values_of(const Attribute& reference, const Alias& target);

} // namespace athanor::kernel
