// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"

namespace athanor::kernel {
struct ClassEntry;

/// Makes the attributes of a class in the order of its members, its table, and a column for each attribute that is one.
/// What is wrong goes into the problems of the entry.
void add_attributes(ClassEntry& entry, const ClassSpec& spec);

/// Whether values of the type are whole numbers.
bool is_integer(SqlType type) noexcept;

} // namespace athanor::kernel
